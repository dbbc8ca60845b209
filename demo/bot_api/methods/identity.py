"""Who the bot is, and what it says of itself."""

from collections.abc import Awaitable, Callable

from demo.bot_api.errors import Payload, bad_request
from demo.bot_api.turn import Turn

#: What a bot may say of itself, with the limits of Telegram, in characters.
ABOUT = {"Name": 64, "Description": 512, "ShortDescription": 120}
KEYS = {"Name": "name", "Description": "description", "ShortDescription": "short_description"}
LONGEST_COMMAND, LONGEST_COMMAND_DESCRIPTION = 32, 256


async def get_me(turn: Turn) -> Payload:
    """`getMe`."""
    return {
        **turn.bot.user(),
        "can_join_groups": True,
        "can_read_all_group_messages": True,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


async def accept(_turn: Turn) -> bool:
    """`close` and `logOut`: this server has nothing to close."""
    return True


async def set_my_commands(turn: Turn) -> bool:
    """`setMyCommands`."""
    commands = turn.ask.structure("commands", "bot commands")
    if not isinstance(commands, list):
        raise bad_request("can't parse commands list: expected an Array of bot commands")
    turn.bot.commands[_scope(turn)] = [_command(command) for command in commands]
    return True


async def get_my_commands(turn: Turn) -> list[Payload]:
    """`getMyCommands`."""
    return turn.bot.commands.get(_scope(turn), [])


async def delete_my_commands(turn: Turn) -> bool:
    """`deleteMyCommands`."""
    turn.bot.commands.pop(_scope(turn), None)
    return True


def writer(name: str) -> Callable[[Turn], Awaitable[bool]]:
    """`setMyName`, `setMyDescription`, `setMyShortDescription`."""
    key = KEYS[name]

    async def write(turn: Turn) -> bool:
        text = turn.ask.text(key)
        if len(text) > ABOUT[name]:
            raise bad_request(f"bot {key.replace('_', ' ')} is too long")
        if not turn.ask.text("language_code"):
            turn.bot.about[key] = text
        return True

    return write


def reader(name: str) -> Callable[[Turn], Awaitable[Payload]]:
    """`getMyName`, `getMyDescription`, `getMyShortDescription`."""
    key = KEYS[name]

    async def read(turn: Turn) -> Payload:
        default = turn.bot.name if name == "Name" else ""
        return {key: turn.bot.about.get(key) or default}

    return read


def _command(command: Payload) -> Payload:
    name = str(command.get("command", "")).lstrip("/")
    description = str(command.get("description", ""))
    plain = name.replace("_", "a")
    if not (plain.isascii() and plain.isalnum() and plain == plain.lower()):
        raise bad_request("BOT_COMMAND_INVALID")
    if len(name) > LONGEST_COMMAND:
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(description) <= LONGEST_COMMAND_DESCRIPTION:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": description}


def _scope(turn: Turn) -> str:
    scope = turn.ask.structure("scope", "bot command scope") or {}
    place = f"{scope.get('type', 'default')}:{scope.get('chat_id', '')}"
    return f"{place}:{turn.ask.text('language_code')}"
