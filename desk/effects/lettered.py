"""The key of a letter, said in a conversation: it opens with a fact that the letter does not hold."""

from datetime import date

from desk import invitations, letters
from desk.addresses import mailbox_of, owners_of
from desk.effects import opening
from desk.effects.outcome import Outcome
from desk.effects.tried import blocked, failed
from desk.letters import Key
from desk.turn import Turn
from flows.here import Channel
from flows.message import Json
from flows.sprint import Wanted
from models.family import Citizen, MailState
from models.link import PageLink
from portal import names

#: How what is bound begins, in a conversation that a letter opens.
LETTER = "letter"


async def find_letter(turn: Turn, typed: str) -> Outcome:
    """« ACDE3467FHJK », perhaps with the day behind it. The same follows whether or not it is a key."""
    key, _, day = typed.partition(" ")
    link = await letters.find(turn.counter, turn.town.slug, key)
    row = link.id if link else 0
    return await _checked(turn, row, day) if day else Outcome("letter", {"letter": row})


async def check_fact(turn: Turn, wanted: Wanted) -> Outcome:
    """The day that was asked for, with the key said before."""
    turn.discreet = True
    if until := blocked(turn):
        return Outcome("blocked", {"until": until.isoformat()})
    row = wanted.data.get("letter")
    return await _checked(turn, row if isinstance(row, int) else 0, wanted.value or "")


async def _checked(turn: Turn, row: int, day: str) -> Outcome:
    checked = await letters.check(turn.town.slug, row, _day(day), turn.now)
    if checked.citizen is None or checked.link is None:
        return failed(turn, "wrong_fact")
    turn.address.failures = 0
    link, citizen = checked.link, checked.citizen
    if checked.key is Key.GOOD and (not opening.is_linked(link) or _mine(turn, link)):
        return await _opens(turn, link, citizen)
    if checked.key is Key.EXPIRED:
        return Outcome("expired", {"mail": ""})
    if checked.key is Key.CANCELLED:
        return Outcome("cancelled")
    return Outcome("used", {"on": _used(link, citizen), "by": link.used_by})


def _mine(turn: Turn, link: PageLink) -> bool:
    """Linked by this very letter, this chat proves itself with it."""
    theirs = turn.citizen is not None and turn.citizen.id == link.citizen_id
    return theirs and link.address_id == turn.address.id


async def _opens(turn: Turn, link: PageLink, citizen: Citizen) -> Outcome:
    if turn.citizen and turn.citizen.id == citizen.id:
        turn.address.proved_at = turn.now
        return Outcome("proved")
    facts: dict[str, Json] = {
        "bind": f"{LETTER}:{link.id}",
        "match": None,
        "login": citizen.login,
        "name": names.masked(citizen),
        "activates": citizen.activated_at is None,
        "replaces": turn.citizen.login if turn.citizen else None,
    }
    if turn.channel is not Channel.MAIL:
        return Outcome("found", facts) if await opening.keep(turn, link) else Outcome("held")
    on_file = await mailbox_of(citizen)
    if on_file and on_file.refused_at is None and citizen.mail_state is not MailState.ABSENT:
        # The town knows a mailbox that works: it is the one to be asked.
        await invitations.send_again(turn, citizen)
        return Outcome("asked")
    others = [one for one in await owners_of(turn.address) if one.id != citizen.id]
    # Nor does a mailbox that leads to somebody else already, on file or added.
    taken = others or turn.citizen is not None
    return Outcome("not_yours") if taken else Outcome("address", facts)


def _used(link: PageLink, citizen: Citizen) -> str | None:
    used = link.used_at or citizen.identifiers_set_at or citizen.activated_at
    return used.isoformat() if used else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
