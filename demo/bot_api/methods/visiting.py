"""The chats that a bot is in."""

from demo.bot_api.errors import Payload, bad_request
from demo.bot_api.turn import Turn


async def get_chat(turn: Turn) -> Payload:
    """`getChat`: a `ChatFullInfo`, with the fields that every one of them has."""
    chat = turn.chat()
    return {
        **chat.payload(),
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": {
            "unlimited_gifts": False,
            "limited_gifts": False,
            "unique_gifts": False,
            "premium_subscription": False,
            "gifts_from_channels": False,
        },
    }


async def leave_chat(turn: Turn) -> bool:
    """`leaveChat`: groups only. What is written there afterwards never reaches the bot."""
    chat = turn.chat()
    if chat.kind == "private":
        raise bad_request("chat member status can't be changed in private chats")
    chat.check_open()
    chat.left = True
    chat.touch()
    return True
