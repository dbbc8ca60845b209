"""What is done to messages already in a chat: buttons taken away, secrets erased. It leaves like the rest."""

from datetime import datetime
from typing import Any

from flows.message import Kind, Message
from models.conversation import Address
from models.post import Outbox

#: In the place of a message's key: its buttons go, or the message itself. `refs.receipt` says which one.
TIDY = "~tidy"
ERASE = "~erase"
DEEDS = frozenset({TIDY, ERASE})


async def erase(address: Address, receipt: str, at: datetime) -> None:
    """Have that message erased from its chat, whatever happens to us meanwhile."""
    if receipt:
        row = Outbox(**deed(ERASE, address.town, address.id, receipt, at))
        await Outbox.bulk_create([row])


def deed(what: str, town: str, address_id: int, receipt: str, at: datetime) -> dict[str, Any]:
    """The row that has it done."""
    return {
        "town": town,
        "address_id": address_id,
        "turn_key": f"{what}:{receipt}"[:64],
        "created_at": at,
        "due_at": at,
        "message": Message(text=what, kind=Kind.ASIDE).close(),
        "refs": {"receipt": receipt},
    }
