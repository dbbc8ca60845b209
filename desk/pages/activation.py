"""The activation address opened in a browser: what it is worth, and what confirming it does."""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from tortoise.transactions import in_transaction

from desk.counter import Counter
from desk.pages.chats import offer
from desk.pages.once import again_if_busy
from desk.pages.renewal import Renewal, renew_invitation
from desk.pages.ways import PAGE, Ways, note, page_token, tell, told_at, ways_of
from desk.received import Moved
from flows.message import Json
from flows.note import NoteKind
from models.conversation import Address
from models.family import Citizen
from models.link import PageLink, Purpose
from portal import activation, names
from portal.activation import Activation
from portal.activation_address import ActivationKey, created, read_activation_address
from portal.invitation import InvitationState, good_invitation

_PATH = "/{town}/espace-citoyens/CompteCitoyen/Validation?{query}"
#: Stands for an address that cannot be read: it takes the same work, and opens nothing.
_NOBODY = "0" * 32
_KEY = re.compile(r"[0-9a-f]{32}")


class ActivationState(StrEnum):
    """What an activation address is worth. A wrong key is UNKNOWN, whatever else is right."""

    GOOD = "good"
    ACTIVATED = "activated"  # already, but the login and password are still to be chosen
    DONE = "done"
    EXPIRED = "expired"
    CANCELLED = "cancelled"  # the town took it back
    FROZEN = "frozen"
    WRONG_TOWN = "wrong_town"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivationView:
    """What a page may show. `login` only once the citizen has confirmed; `town` is the invitation's own."""

    state: ActivationState
    town: str
    query: str = ""
    who: str = ""
    login: str = ""
    activated_at: datetime | None = None
    activated_by: str = ""
    ways: Ways | None = None
    #: Just now, by this very confirmation.
    now_active: bool = False
    #: The token of the page where login and password are chosen.
    next: str = ""
    renewal: Renewal | None = None


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation whose key is right, and whose it is."""

    link: PageLink
    citizen: Citizen
    state: ActivationState


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmed:
    """The space is open: its login, and the token of the page that comes next."""

    login: str
    next: str
    now_active: bool


def asked_of(town: str, query: str) -> ActivationKey:
    """What the address says, however mail clients escaped it; something that opens nothing otherwise."""
    asked = read_activation_address(_PATH.format(town=town, query=query))
    return asked or ActivationKey(
        town=town, id=0, datecreat="19700101", heurecreat="0", key=_NOBODY
    )


async def look_at_activation(counter: Counter, asked: ActivationKey) -> ActivationView:
    """Changes nothing."""
    found = await find_invitation(counter, asked)
    return await view_of_invitation(counter, asked, found)


async def activate(counter: Counter, asked: ActivationKey) -> ActivationView:
    """The citizen confirmed: open the space, or send a fresh invitation in the place of an expired one."""
    found = await find_invitation(counter, asked)
    if found and found.state is ActivationState.EXPIRED:
        renewal = await renew_invitation(counter, found.citizen)
        return replace(await view_of_invitation(counter, asked, found), renewal=renewal)
    if found is None or found.state not in {ActivationState.GOOD, ActivationState.ACTIVATED}:
        return await view_of_invitation(counter, asked, found)
    told = await told_at(found.citizen)
    done = await again_if_busy(lambda: open_space(counter, found.link, told))
    counter.arrived.ring()
    view = await view_of_invitation(counter, asked, await find_invitation(counter, asked))
    if done is None:
        return view
    view = replace(view, login=done.login, next=done.next, now_active=done.now_active)
    return replace(view, ways=await _with_chat(counter, found.citizen, view.ways))


async def _with_chat(counter: Counter, citizen: Citizen, ways: Ways | None) -> Ways | None:
    """Telegram too, for whoever has no chat yet."""
    if ways is None or ways.telegram or not (link := await offer(counter, citizen)):
        return ways
    return replace(ways, telegram=link.telegram, match=link.match)


async def find_invitation(counter: Counter, asked: ActivationKey) -> Invited | None:
    """The same queries and the same comparison, whether the row exists or not. None unless the key is right."""
    link = await PageLink.get_or_none(
        id=asked.id, town__in=list(counter.towns), purpose=Purpose.INVITATION
    )
    owner, town = (link.citizen_id, link.town) if link else (0, asked.town)
    citizen = await Citizen.get_or_none(id=owner or 0, town=town)
    key = asked.key if _KEY.fullmatch(asked.key) else _NOBODY
    right = counter.keys.is_activation_key(asked.id, link.issue if link else 0, key)
    if link is None or citizen is None or not right:
        return None
    if created(link) != (asked.datecreat, asked.heurecreat):
        return None
    return Invited(link, citizen, await _state(counter, asked.town, link, citizen))


async def _state(counter: Counter, town: str, link: PageLink, citizen: Citizen) -> ActivationState:
    if link.town != town:
        return ActivationState.WRONG_TOWN
    if citizen.frozen_at:
        return ActivationState.FROZEN
    if citizen.identifiers_set_at:
        return ActivationState.DONE
    good = await good_invitation(link, citizen, counter.clock())
    if good is InvitationState.CANCELLED:
        return ActivationState.CANCELLED
    if good is not InvitationState.GOOD:
        return ActivationState.EXPIRED
    return ActivationState.ACTIVATED if citizen.activated_at else ActivationState.GOOD


async def view_of_invitation(
    counter: Counter, asked: ActivationKey, found: Invited | None
) -> ActivationView:
    """What a page may show of it now."""
    if found is None:
        return ActivationView(state=ActivationState.UNKNOWN, town=asked.town)
    query = f"id={asked.id}&datecreat={asked.datecreat}&heurecreat={asked.heurecreat}"
    view = ActivationView(state=found.state, town=found.link.town, query=f"{query}&key={asked.key}")
    if found.state is ActivationState.WRONG_TOWN:
        return view
    citizen = found.citizen
    return replace(
        view,
        who=names.masked(citizen),
        activated_at=citizen.activated_at,
        activated_by=citizen.activated_by,
        ways=await ways_of(counter, citizen),
    )


async def open_space(counter: Counter, link: PageLink, told: Address | None) -> Confirmed | None:
    """For whoever holds that link. None when the account was frozen or finished meanwhile."""
    now = counter.clock()
    async with in_transaction():
        citizen = await Citizen.filter(town=link.town, id=link.citizen_id).select_for_update().get()
        if citizen.identifiers_set_at:
            return None
        done = await activation.activate(citizen, at=now, by=PAGE)
        await note(citizen, now, NoteKind.EFFECT, "invitation.activate", f"activate:{done.value}")
        if done is Activation.FROZEN:
            return None
        fresh = done is Activation.ACTIVATED
        if fresh:
            facts: dict[str, Json] = {"login": citizen.login}
            moved = Moved(what="activated", citizen=citizen.id, facts=facts)
            await tell(told, moved, link, now)
        page = await page_token(counter, citizen, Purpose.IDENTIFIERS, now)
    return Confirmed(login=citizen.login, next=page, now_active=fresh)
