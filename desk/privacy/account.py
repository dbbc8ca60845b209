"""The account of a person who is erased: closed first, emptied last; the proof keeps a name beside it."""

from datetime import datetime

from desk.privacy.holdings import HOLDINGS
from desk.privacy.traces import KEPT
from models.family import Child, Citizen, Guardianship, Household
from models.imported import Imported
from models.staff import KeptIdentity
from portal.citizens import change
from portal.erasure import ERASED, MARK

#: As an import names what it marked. [models.imported]
_HOUSEHOLD, _ADULT, _CHILD = "household", "adult", "child"


async def close_account(citizen: Citizen, at: datetime) -> None:
    """In the caller's transaction: nothing opens it, and nothing is begun with it."""
    await _keep_identity(citizen, at)
    await change(citizen, frozen_at=at, frozen_why=ERASED, stopped_at=at, password_hash="")


async def _keep_identity(citizen: Citizen, at: datetime) -> None:
    """Only when there is something to prove."""
    mine = {"town": citizen.town, "citizen_id": citizen.id}
    if not any([await HOLDINGS[name].table.filter(**mine).exists() for name in KEPT]):
        return
    kept = KeptIdentity(
        **mine,
        external_id=citizen.external_id,
        login=citizen.login,
        civility=citizen.civility,
        given_name=citizen.given_name,
        family_name=citizen.family_name,
        erased_at=at,
    )
    await KeptIdentity.bulk_create([kept], ignore_conflicts=True)


async def empty_account(citizen: Citizen, at: datetime) -> None:
    """In the caller's transaction: the row says nothing of anybody.

    The town's own number stays, so that an import neither makes the person again nor loses an invoice.
    """
    home = Household(town=citizen.town, external_id=f"{MARK}{citizen.id}")
    await Household.bulk_create([home], ignore_conflicts=True)
    nowhere = await Household.get(town=citizen.town, external_id=home.external_id)
    left = citizen.household_id
    await change(
        citizen,
        household_id=nowhere.id,
        login=f"{MARK}{citizen.id}",
        civility="",
        given_name="",
        family_name="",
        birth_date=None,
        mail="",
        phone="",
        frozen_at=at,
        identifiers_set_at=None,
        last_sign_in_at=None,
        failures=0,
        last_failure_at=None,
    )
    await _leave_family(citizen, left, nowhere.id)


async def _leave_family(citizen: Citizen, left: int, nowhere: int) -> None:
    """Children for whom somebody else answers stay, and so does a home where somebody else lives."""
    wards = Guardianship.filter(town=citizen.town, citizen_id=citizen.id)
    ids = [int(str(row)) for row in await wards.values_list("child_id", flat=True)]
    await wards.delete()
    answered = Guardianship.filter(town=citizen.town, child_id__in=ids)
    others = {int(str(row)) for row in await answered.values_list("child_id", flat=True)}
    alone = [child for child in ids if child not in others]
    await _unmark(citizen.town, _ADULT, [citizen.external_id])
    children = Child.filter(town=citizen.town, id__in=alone)
    await _unmark(citizen.town, _CHILD, [child.external_id for child in await children])
    await children.delete()
    home = await Household.get(town=citizen.town, id=left)
    lived_in = await Citizen.filter(town=citizen.town, household_id=left).exists()
    if left != nowhere and not lived_in:
        await _unmark(citizen.town, _HOUSEHOLD, [home.external_id])
        await Household.filter(town=citizen.town, id=left).delete()


async def _unmark(town: str, kind: str, names: list[str]) -> None:
    """A fingerprint of a phone or of a birth date is guessed as fast as it is made."""
    await Imported.filter(town=town, kind=kind, external_id__in=names).delete()
