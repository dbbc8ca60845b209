"""The terms read on a page, part by part: whoever accepts them was served every part, in order."""

import hmac
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from tortoise.transactions import in_transaction

from desk.counter import Counter
from desk.meanwhile import ON_A_PAGE, put_off
from desk.pages.links import Found, LinkState, LinkView, find, step_of, view_of
from desk.pages.once import again_if_busy
from desk.pages.ways import PAGE, note, tell, told_at
from desk.received import Moved
from flows.note import NoteKind
from models.conversation import Address
from models.family import Citizen
from models.link import PageLink, Purpose
from models.terms import Acceptance, Terms
from portal import terms
from portal.terms import Accepted

#: After a part was served, the next one may be asked for that long, though the link be too old by then.
READING = timedelta(hours=2)


class Leaf(StrEnum):
    """What the reader asks for: the first part, the one after, all that is left, or the same again."""

    FIRST = "first"
    NEXT = "next"
    REST = "rest"
    SAME = "same"


class Manner(StrEnum):
    """How the end was reached, kept with the proof: part after part, or the rest at once."""

    PAGES = "pages"
    WHOLE = "whole"


@dataclass(frozen=True, slots=True, kw_only=True)
class TermsPage:
    """What is shown: the parts `since` to `part` of `parts`. `signed` comes back with what is asked next."""

    version: str
    published: date
    since: int
    part: int
    parts: int
    text: str
    signed: str

    @property
    def last(self) -> bool:
        """Whether this page ends with the last word."""
        return self.part == self.parts


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """`page` while the text is to be read. `again`: it begins afresh, the text or the time being over."""

    view: LinkView
    page: TermsPage | None = None
    again: bool = False
    unread: bool = False
    accepted: bool = False
    version: str = ""


@dataclass(frozen=True, slots=True)
class _Progress:
    """What was served so far: how many parts, and how."""

    part: int = 0
    manner: Manner = Manner.PAGES


async def read_terms(
    counter: Counter, town: str, token: str, signed: str = "", leaf: Leaf = Leaf.FIRST
) -> Reading | None:
    """The part asked for; None when the link is not one to the terms. Uses nothing up."""
    found = await _find(counter, town, token)
    if found is None:
        return None
    current = await terms.current(town)
    progress = _progress(counter, found.link, current, signed)
    view = await _view(counter, found, current, progress)
    if current is None or view.state is not LinkState.GOOD:
        return Reading(view=view)
    if progress is None:
        return Reading(view=view, page=_page(counter, found, current, _Progress(), Leaf.FIRST),
                       again=bool(signed))  # fmt: skip
    page = _page(counter, found, current, progress, leaf)
    if page.part > progress.part:
        detail = f"{page.part}/{page.parts}"
        await note(found.citizen, counter.clock(), NoteKind.ANSWERED, step_of(found.link), detail)
    return Reading(view=view, page=page)


async def goes_on_reading(counter: Counter, town: str, token: str) -> None:
    """A mail with the same text may wait: its reader turns the pages here."""
    if found := await _find(counter, town, token):
        await put_off(found.citizen, counter.clock() + ON_A_PAGE)


async def accept_terms(counter: Counter, town: str, token: str, signed: str) -> Reading | None:
    """Keep the proof and tell the conversation, if every part was served; else show where the reader is."""
    found = await _find(counter, town, token)
    if found is None:
        return None
    current = await terms.current(town)
    progress = _progress(counter, found.link, current, signed)
    view = await _view(counter, found, current, progress)
    if current is None or view.state is not LinkState.GOOD:
        return Reading(view=view)
    if progress is None or progress.part < len(terms.parts(current.text)):
        reading = await read_terms(counter, town, token, signed, Leaf.SAME)
        await note(found.citizen, counter.clock(), NoteKind.REFUSED, step_of(found.link), "unread")
        return replace(reading, unread=not reading.again) if reading else None
    told = await told_at(found.citizen)
    done = await again_if_busy(lambda: _accept(counter, found.link, current, progress, told))
    counter.arrived.ring()
    if not done:  # a newer version, or accepted in another window, in that very instant
        return await read_terms(counter, town, token, signed)
    view = await _view(counter, found, current, progress)
    return Reading(view=view, accepted=True, version=current.version)


async def _find(counter: Counter, town: str, token: str) -> Found | None:
    found = await find(counter, town, token)
    return found if found and found.link.purpose is Purpose.TERMS else None


async def _view(
    counter: Counter, found: Found, current: Terms | None, progress: _Progress | None
) -> LinkView:
    """DONE once the version in force is accepted, whichever way; a link that served an older one is over."""
    view = await view_of(counter, found)
    proof = await _proof(found.citizen, current) if current else None
    if view.state is LinkState.FROZEN:
        return view
    if proof:
        return replace(view, state=LinkState.DONE, done_at=proof.accepted_at)
    if current is None or found.link.used_at:
        return replace(view, state=LinkState.REVOKED)
    if view.state is LinkState.EXPIRED and progress is not None:
        return replace(view, state=LinkState.GOOD)
    return view


async def _proof(citizen: Citizen, current: Terms) -> Acceptance | None:
    proofs = Acceptance.filter(town=citizen.town, citizen_id=citizen.id, version=current.version)
    return await proofs.first()


def _page(
    counter: Counter, found: Found, current: Terms, progress: _Progress, leaf: Leaf
) -> TermsPage:
    parts = terms.parts(current.text)
    here = max(progress.part, 1)
    since, part, manner = {
        Leaf.FIRST: (1, 1, Manner.PAGES),
        Leaf.NEXT: (min(here + 1, len(parts)), min(here + 1, len(parts)), progress.manner),
        Leaf.REST: (here, len(parts), Manner.WHOLE if here < len(parts) else progress.manner),
        Leaf.SAME: (here, here, progress.manner),
    }[leaf]
    until = int((counter.clock() + READING).timestamp())
    served = _Progress(part, manner)
    return TermsPage(
        version=current.version,
        published=current.published_at.date(),
        since=since,
        part=part,
        parts=len(parts),
        text="".join(parts[since - 1 : part]),
        signed=_signed(counter, found.link, current, served, until),
    )


def _progress(
    counter: Counter, link: PageLink, current: Terms | None, signed: str
) -> _Progress | None:
    """What we ourselves served of that text with that link, or None."""
    until, part, manner, *_ = [*signed[:100].split("."), "", "", ""]
    if current is None or manner not in set(Manner) or not (_whole(until) and _whole(part)):
        return None
    served = _Progress(int(part), Manner(manner))
    good = _signed(counter, link, current, served, int(until))
    same = hmac.compare_digest(good.encode(), signed.encode("utf-8", "replace"))
    return served if same and counter.clock().timestamp() < int(until) else None


def _whole(number: str) -> bool:
    return number.isascii() and number.isdigit() and len(number) <= 12


def _signed(counter: Counter, link: PageLink, current: Terms, served: _Progress, until: int) -> str:
    """Of that link, that text, that part and that manner: none of them can be changed by the browser."""
    purpose = f"terms:{current.sha256}:{served.manner.value}:{until}"
    mark = counter.keys.seed(purpose, link.id, served.part).hex()[:32]
    return f"{until}.{served.part}.{served.manner.value}.{mark}"


async def _accept(
    counter: Counter, link: PageLink, read: Terms, progress: _Progress, told: Address | None
) -> bool:
    """All of it or nothing. The citizen's row is held first: two windows come one after the other."""
    now: datetime = counter.clock()
    async with in_transaction():
        citizen = await Citizen.filter(town=link.town, id=link.citizen_id).select_for_update().get()
        if citizen.frozen_at:
            return False
        done = await terms.accept(
            citizen, version=read.version, channel=PAGE, manner=progress.manner.value, at=now
        )
        if done is not Accepted.ACCEPTED:
            return False
        await PageLink.filter(id=link.id).update(used_at=now, used_by=PAGE)
        moved = Moved(what="terms_accepted", citizen=citizen.id)
        await tell(told, moved, link, now)
        await note(citizen, now, NoteKind.EFFECT, "terms.accept", "accept_terms:accepted")
    return True
