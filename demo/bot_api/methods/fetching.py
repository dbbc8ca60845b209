"""Files that citizens sent, given to the bot that asks."""

from demo.bot_api.errors import Payload, bad_request
from demo.bot_api.media import FILES, kind_held
from demo.bot_api.turn import Turn


async def get_file(turn: Turn) -> Payload:
    """`getFile`: where the file lies below `/file/bot<token>/`."""
    file_id = turn.ask.text("file_id")
    kind = kind_held(file_id)
    if not kind:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    path, content = FILES[kind]
    return {
        "file_id": file_id,
        "file_unique_id": f"AQAD{kind}",
        "file_size": len(content),
        "file_path": path,
    }
