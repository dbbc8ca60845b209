"""One-time pages: what a link is worth, the form that it opens, and a fresh link in its place."""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from desk.counter import Counter
from desk.meanwhile import ON_A_PAGE, put_off
from desk.pages.renewal import Renewal, renew_invitation, renew_page
from desk.pages.submission import Form
from desk.pages.ways import Ways, note, ways_of
from flows.note import NoteKind
from models.family import Citizen
from models.link import PageLink, Purpose
from portal import names

#: The links that lead to a page, each with the flow that sends another.
FLOWS = {
    Purpose.IDENTIFIERS: "journey",
    Purpose.RESET: "forgotten",
    Purpose.TEMPORARY: "journey",
    Purpose.TERMS: "journey",
}
#: A form is good for that long after « Continuer ». [DOMAIN.md 3]
FORM_LIFE = timedelta(minutes=15)


class LinkState(StrEnum):
    """What a link is worth. A token that we never made is UNKNOWN, and so is one of another town."""

    GOOD = "good"
    DONE = "done"
    EXPIRED = "expired"
    REVOKED = "revoked"
    FROZEN = "frozen"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkView:
    """What a page may show of a link before anything is confirmed."""

    state: LinkState
    purpose: Purpose | None = None
    #: For a conversation without a citizen: it will be linked to the space of whoever signs in.
    signs_in: bool = False
    who: str = ""
    done_at: datetime | None = None
    ways: Ways | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """After « Continuer »: the form, when the link is good."""

    view: LinkView
    form: Form | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A link that we made, and whose it is."""

    link: PageLink
    citizen: Citizen


async def look_at_link(counter: Counter, town: str, token: str) -> LinkView:
    """Changes nothing."""
    return await view_of(counter, await find(counter, town, token))


async def open_form(counter: Counter, town: str, token: str) -> Opened:
    """The citizen pressed « Continuer »: a form good for a quarter of an hour, of which nothing is stored."""
    found = await find(counter, town, token)
    view = await view_of(counter, found)
    if found is None or view.state is not LinkState.GOOD:
        return Opened(view=view)
    now = counter.clock()
    await note(found.citizen, now, NoteKind.ASKED, step_of(found.link), "page")
    await put_off(found.citizen, now + ON_A_PAGE)
    return Opened(view=view, form=form_of(counter, found, new_form(counter, found.link)))


async def renew(counter: Counter, town: str, token: str) -> Renewal | None:
    """A fresh link in the place of one that is too old, to the mailbox on file. None when there is no need."""
    found = await find(counter, town, token)
    if found is None or state_of(found, counter.clock()) not in _TOO_OLD:
        return None
    if not found.citizen.activated_at:
        return await renew_invitation(counter, found.citizen)
    return await renew_page(counter, found.citizen, FLOWS[found.link.purpose])


#: Pages for whoever has identifiers already.
_LATER = frozenset({Purpose.RESET, Purpose.TERMS})
_TOO_OLD = frozenset({LinkState.EXPIRED, LinkState.REVOKED})


async def find(counter: Counter, town: str, token: str) -> Found | None:
    """The same queries for a token that we never made."""
    row = counter.keys.row("page", token) if len(token) <= 64 else None
    link = await PageLink.get_or_none(town=town, id=row or 0, purpose__in=list(FLOWS))
    owner = link.citizen_id if link else None
    citizen = await Citizen.get_or_none(town=town, id=owner or 0)
    return Found(link, citizen) if link and citizen else None


def state_of(found: Found, now: datetime) -> LinkState:
    """What the link is worth at that moment."""
    link, citizen = found.link, found.citizen
    if citizen.frozen_at:
        return LinkState.FROZEN
    if _done_at(found):
        return LinkState.DONE
    # A reset and the terms are for whoever has identifiers, the other pages for whoever has a space.
    later = link.purpose in _LATER
    ready = citizen.identifiers_set_at if later else citizen.activated_at
    if link.revoked_at or not ready:
        return LinkState.REVOKED
    return LinkState.GOOD if now < link.expires_at else LinkState.EXPIRED


async def view_of(counter: Counter, found: Found | None) -> LinkView:
    """What a page may show of it now."""
    if found is None:
        return LinkView(state=LinkState.UNKNOWN)
    return LinkView(
        state=state_of(found, counter.clock()),
        purpose=found.link.purpose,
        who=names.masked(found.citizen),
        done_at=_done_at(found),
        ways=await ways_of(counter, found.citizen),
    )


def form_of(counter: Counter, found: Found, signed: str) -> Form:
    """What the form asks, with `signed` to send back."""
    link, citizen = found.link, found.citizen
    first = link.purpose is Purpose.IDENTIFIERS
    always = counter.towns[citizen.town].always_ask_temporary_password
    return Form(
        signed=signed,
        purpose=link.purpose,
        login=citizen.login,
        # Given once, on a page or in a chat, it was a sign-in.
        asks_temporary=(first and always and citizen.last_sign_in_at is None)
        or link.purpose is Purpose.TEMPORARY,
        rules=counter.rules,
    )


def new_form(counter: Counter, link: PageLink) -> str:
    """What a form opened now sends back."""
    return _signed(counter, link, int((counter.clock() + FORM_LIFE).timestamp()))


def form_is_good(counter: Counter, link: PageLink, signed: str) -> bool:
    """Whether that form was opened with this link, less than a quarter of an hour ago."""
    until, _, _ = signed.partition(".")
    if not (until.isascii() and until.isdigit() and len(until) <= 12):
        return False
    good = hmac.compare_digest(_signed(counter, link, int(until)).encode(), signed.encode())
    return good and counter.clock().timestamp() < int(until)


def step_of(link: PageLink) -> str:
    """The step of the flow that this page takes the place of, for the journal."""
    return _STEPS[link.purpose]


_STEPS = {
    Purpose.IDENTIFIERS: "identifiers.password",
    Purpose.TEMPORARY: "identifiers.temporary",
    Purpose.RESET: "new_password.password",
    Purpose.TERMS: "terms.read",
}


def _signed(counter: Counter, link: PageLink, until: int) -> str:
    return f"{until}.{counter.keys.seed('form', link.id, until).hex()[:32]}"


def _done_at(found: Found) -> datetime | None:
    link, citizen = found.link, found.citizen
    return link.used_at or (None if link.purpose in _LATER else citizen.identifiers_set_at)
