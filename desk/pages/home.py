"""The home page: what the dashboard tells in a chat, in the same words, all on one page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from desk.counter import Counter
from desk.effects.outcome import plain_facts
from desk.pages.session import Visitor
from flows.message import Json
from models.family import Citizen
from portal import contact as contacts
from portal import documents, household, invoices, names, news, requests
from portal.paris import today_in_paris
from portal.standing import Standing, standing


class _Shown(Protocol):
    @property
    def loaded(self) -> date | None: ...
    @property
    def items(self) -> Sequence[object]: ...


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the dashboard: its name for the address of the page, its title, its words."""

    name: str
    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """What a signed-in citizen sees. Without sections while the terms are still to be accepted."""

    name: str
    login: str
    before: datetime | None
    ready: bool
    sections: tuple[Section, ...] = ()


async def home(counter: Counter, visitor: Visitor) -> Home:
    """The space of that citizen, of today."""
    citizen = visitor.citizen
    ready = await standing(citizen) is Standing.READY
    return Home(
        name=names.polite(citizen),
        login=citizen.login,
        before=visitor.before,
        ready=ready,
        sections=await _sections(counter, citizen) if ready else (),
    )


async def _sections(counter: Counter, citizen: Citizen) -> tuple[Section, ...]:
    today = today_in_paris(counter.clock())
    told = [
        _heading("requests", await requests.requests(citizen)),
        _heading("invoices", await invoices.invoices(citizen, today=today)),
        _household(await household.household(citizen)),
        _heading("documents", await documents.documents(citizen)),
        ("contact.shown", plain_facts(await contacts.contact(citizen))),
        _heading("news", await news.news(citizen.town, today=today), unloaded="none"),
    ]
    return tuple(_said(counter, citizen.town, key, facts) for key, facts in told)


def _heading(name: str, shown: _Shown, unloaded: str = "unloaded") -> tuple[str, Json]:
    """« Aucune facture » is only said of data that were loaded."""
    if shown.loaded is None:
        return f"{name}.{unloaded}", {}
    facts: dict[str, Json] = {
        name: plain_facts(list(shown.items)),
        "as_of": shown.loaded.isoformat(),
    }
    return f"{name}.{'some' if shown.items else 'none'}", facts


def _household(shown: household.HouseholdShown) -> tuple[str, Json]:
    if shown.loaded is None:
        return "household.unloaded", {}
    facts: dict[str, Json] = {
        "adults": plain_facts(shown.adults),
        "children": plain_facts(shown.children),
        "as_of": shown.loaded.isoformat(),
    }
    return f"household.{'some' if shown.adults or shown.children else 'none'}", facts


def _said(counter: Counter, slug: str, key: str, facts: Json) -> Section:
    assert isinstance(facts, dict)
    texts, town = counter.texts[slug], counter.towns[slug]
    around = {"channel": "page", "town": town, "link": {}, "secret": {}}
    return Section(
        name=key.partition(".")[0],
        title=texts.subject(key, facts, **around),
        text=texts.say(key, facts, **around),
    )
