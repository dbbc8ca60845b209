"""The link between an account and an identity of FranceConnect: made, followed, undone."""

from dataclasses import dataclass, field
from datetime import datetime

from models.family import Citizen
from models.franceconnect import FranceConnectLink
from portal.citizens import change
from portal.invitation import retire_invitations


@dataclass(frozen=True, slots=True)
class Account:
    """Who somebody is there: `sub` means nothing outside this issuer and this town."""

    issuer: str
    sub: str = field(repr=False)


async def owner(town: str, account: Account) -> Citizen | None:
    """The citizen linked to `account`, if one still is."""
    link = await FranceConnectLink.get_or_none(
        town=town, issuer=account.issuer, sub=account.sub, unlinked_at__isnull=True
    )
    return await Citizen.get_or_none(town=town, id=link.citizen_id) if link else None


async def linked_since(citizen: Citizen) -> datetime | None:
    """When the present link was made, None without one."""
    link = await FranceConnectLink.filter(
        town=citizen.town, citizen_id=citizen.id, unlinked_at__isnull=True
    ).first()
    return link.linked_at if link else None


async def link(citizen: Citizen, account: Account, at: datetime) -> None:
    """Link them, in the place of any other link of either: the identifier of a person may change."""
    same_issuer = FranceConnectLink.filter(town=citizen.town, issuer=account.issuer)
    await same_issuer.filter(citizen_id=citizen.id).delete()
    await same_issuer.filter(sub=account.sub).delete()
    await FranceConnectLink.bulk_create(
        [
            FranceConnectLink(
                town=citizen.town,
                issuer=account.issuer,
                sub=account.sub,
                citizen_id=citizen.id,
                linked_at=at,
            )
        ]
    )


async def unlink(citizen: Citizen, at: datetime) -> bool:
    """Undo it; whether there was one."""
    mine = FranceConnectLink.filter(
        town=citizen.town, citizen_id=citizen.id, unlinked_at__isnull=True
    )
    return bool(await mine.update(unlinked_at=at))


async def without_password(citizen: Citizen, at: datetime) -> bool:
    """An identified citizen needs no password: the login stays, the temporary one is void.

    Answers whether that was still to be done. A password can be chosen later, as a forgotten one is.
    """
    if citizen.identifiers_set_at:
        return False
    await change(citizen, identifiers_set_at=at, password_hash="")
    await retire_invitations(citizen, at)
    return True
