"""What the personal space shows, read from the town's data and from nothing else."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from desk.chats import chats_of
from desk.effects.outcome import Outcome, plain_facts
from desk.mailboxes import mailboxes_of
from desk.turn import Turn
from flows.sprint import Wanted
from portal import contact as contacts
from portal import documents as documents_
from portal import household as households
from portal import invoices as invoices_
from portal import names
from portal import news as news_
from portal import requests as requests_
from portal.paris import today_in_paris


class Shown(Protocol):
    """A heading of the dashboard: what it holds, and of which day its data are."""

    @property
    def loaded(self) -> date | None:
        """The day of the data, None when none were loaded."""

    @property
    def items(self) -> Sequence[object]:
        """What there is."""


def _heading(name: str, shown: Shown) -> Outcome:
    """« Aucune facture » is only said of data that were loaded."""
    if shown.loaded is None:
        return Outcome("unloaded")
    facts = {name: plain_facts(list(shown.items)), "as_of": shown.loaded.isoformat()}
    return Outcome("some" if shown.items else "none", facts)


async def requests(turn: Turn, _wanted: Wanted) -> Outcome:
    """The latest requests."""
    return _heading("requests", await requests_.requests(turn.known()))


async def invoices(turn: Turn, _wanted: Wanted) -> Outcome:
    """The invoices, and for each whether it can be paid online, or why not."""
    today = today_in_paris(turn.now)
    return _heading("invoices", await invoices_.invoices(turn.known(), today=today))


async def documents(turn: Turn, _wanted: Wanted) -> Outcome:
    """The documents that the town has made."""
    return _heading("documents", await documents_.documents(turn.known()))


async def household(turn: Turn, _wanted: Wanted) -> Outcome:
    """The adults of the household, and the children that this citizen answers for."""
    shown = await households.household(turn.known())
    if shown.loaded is None:
        return Outcome("unloaded")
    facts = {
        "adults": plain_facts(shown.adults),
        "children": plain_facts(shown.children),
        "as_of": shown.loaded.isoformat(),
    }
    return Outcome("some" if shown.adults or shown.children else "none", facts)


async def contact(turn: Turn, _wanted: Wanted) -> Outcome:
    """The contact details that the town has."""
    facts = plain_facts(await contacts.contact(turn.known()))
    assert isinstance(facts, dict)
    return Outcome("shown", facts)


async def news(turn: Turn, _wanted: Wanted) -> Outcome:
    """The latest news of the town."""
    shown = await news_.news(turn.town.slug, today=today_in_paris(turn.now))
    return Outcome("some" if shown.items else "none", {"news": plain_facts(list(shown.items))})


async def settings(turn: Turn, _wanted: Wanted) -> Outcome:
    """Login, last sign-in, linked chats, whether messages are stopped."""
    citizen = turn.known()
    return Outcome(
        "shown",
        {
            "login": citizen.login,
            "last_sign_in": plain_facts(citizen.last_sign_in_at),
            "mail": names.masked_mail(citizen.mail) if citizen.mail else "",
            "chats": [
                {
                    "number": chat.number,
                    "here": chat.number == turn.address.id,
                    "used_on": plain_facts(chat.used_at),
                }
                for chat in await chats_of(citizen)
            ],
            "mailboxes": [
                names.masked_mail(one.external_id) for one in await mailboxes_of(citizen)
            ],
            "stopped": citizen.stopped_at is not None,
        },
    )
