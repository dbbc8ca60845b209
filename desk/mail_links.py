"""The addresses that our mails hold beside their words: a choice made on a page, no more reminders.

Each is derived from the row of the mail, under a purpose of its own: none is the reply token, which a
page that was forwarded would give away.
"""

from dataclasses import replace

from desk.counter import Counter
from desk.door import Spoken
from desk.town import Town
from flows.message import Kind
from models.post import Outbox

CHOICE, STOP = "choice", "stop"


def with_pages(counter: Counter, town: Town, row: Outbox, said: Spoken) -> Spoken:
    """Each choice with the address of the page that confirms it. A document is accepted by its words."""
    if not said.turn or said.kind is Kind.DOCUMENT:
        return said
    token = counter.keys.token(CHOICE, row.id)
    base = f"{counter.public_url}/{town.slug}/choix/{token}"
    options = tuple(replace(one, page=f"{base}/{one.number}") for one in said.options)
    return replace(said, options=options)


def stop_page(counter: Counter, town: Town, row: Outbox) -> str:
    """Where reminders are stopped with one button; empty for an answer, which nobody unsubscribes from."""
    if not row.priority:
        return ""
    return f"{counter.public_url}/{town.slug}/stop/{counter.keys.token(STOP, row.id)}"
