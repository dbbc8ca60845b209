"""The key of a letter: derived at printing, stored as a hash, good with a fact. A reprint says the same."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from tortoise.expressions import F

from desk.counter import Counter
from desk.privacy.batches import together
from models.family import Citizen
from models.link import PageLink, Purpose
from portal import invitation
from portal.invitation import InvitationState
from portal.letter import knows

#: Wrong facts after which a key opens nothing any more: a thief would not guess a birthday in five.
MOST_FACTS = 5
#: What must be left of its life for a letter to be printed again: it travels, and lies on a table.
LEFT = timedelta(days=14)


class Key(StrEnum):
    """What a key and a fact are worth together. WRONG is one word for whatever is wrong."""

    GOOD = "good"
    WRONG = "wrong"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    USED = "used"


@dataclass(frozen=True, slots=True)
class Checked:
    """`link` and `citizen` are told only once key and fact are right."""

    key: Key
    link: PageLink | None = None
    citizen: Citizen | None = None


async def issue(counter: Counter, citizen: Citizen, at: datetime) -> PageLink:
    """The letter of this citizen: the one that is good for long enough, else a new one. Its key is `key_of`."""

    async def write() -> PageLink:
        # Held: two who print at once print the same.
        _ = await Citizen.filter(town=citizen.town, id=citizen.id).select_for_update().get()
        letters = PageLink.filter(
            town=citizen.town, citizen_id=citizen.id, purpose=Purpose.LETTER
        ).order_by("-id")
        until = at + min(LEFT, counter.limits.invitation / 2)
        alive = letters.filter(used_at=None, revoked_at=None, expires_at__gt=until)
        # One whose fact was guessed at too often is dead: printing again makes another.
        if known := await alive.filter(failures__lt=MOST_FACTS).first():
            return known
        made = await PageLink.create(
            town=citizen.town,
            purpose=Purpose.LETTER,
            citizen_id=citizen.id,
            created_at=at,
            expires_at=at + counter.limits.invitation,
        )
        made.code_hash = counter.keys.code_hash(counter.keys.letter_key(made.id))
        await made.save(update_fields=["code_hash"])
        return made

    return await together(write)


def key_of(counter: Counter, link: PageLink) -> str:
    """« ACDE-3467-FHJK »."""
    return counter.keys.letter_key(link.id, link.code_hash)


async def find(counter: Counter, town: str, key: str) -> PageLink | None:
    """The letter of that key, in any spelling."""
    hashes = counter.keys.code_hashes(key)
    return await PageLink.filter(town=town, code_hash__in=hashes, purpose=Purpose.LETTER).first()


async def check(town: str, letter: int | None, day: date | None, at: datetime) -> Checked:
    """In the caller's transaction: a wrong fact is counted. The same is read, whatever is wrong."""
    link = await PageLink.get_or_none(town=town, id=letter or 0, purpose=Purpose.LETTER)
    citizen = await Citizen.get_or_none(town=town, id=(link.citizen_id if link else 0) or 0)
    right = await knows(citizen, day)
    if link is None or citizen is None or not right or link.failures >= MOST_FACTS:
        same = PageLink.filter(town=town, id=link.id if link else 0)
        await same.update(failures=F("failures") + 1)
        return Checked(Key.WRONG)
    return Checked(_worth(await invitation.good_invitation(link, citizen, at)), link, citizen)


def _worth(state: InvitationState) -> Key:
    match state:
        case InvitationState.GOOD:
            return Key.GOOD
        case InvitationState.EXPIRED:
            return Key.EXPIRED
        case InvitationState.CANCELLED | InvitationState.REVOKED:
            return Key.CANCELLED
        case InvitationState.USED:
            return Key.USED


async def opened_at(citizen: Citizen, address_id: int, at: datetime) -> bool:
    """Whether that chat was linked by a letter that has not served to the end yet."""
    letters = PageLink.filter(
        town=citizen.town,
        citizen_id=citizen.id,
        purpose=Purpose.LETTER,
        address_id=address_id,
        used_at=None,
        revoked_at=None,
        expires_at__gt=at,
    )
    return await letters.exists()
