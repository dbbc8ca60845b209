"""Val-Fleuri, the invented town of the demo, put into the database once."""

from datetime import datetime, timedelta

from tortoise.transactions import in_transaction

from demo import rows
from demo.families import HERE, Adult, ChildOf, Home, Town, read
from demo.rows import SLUG
from models.dashboard import CitizenRequest, Document, Invoice, News
from models.family import Citizen, Guardianship, Household
from portal import activation, credentials, invitation, loading, terms
from portal.loading import Topic
from portal.paris import today_in_paris
from portal.password import hash_password
from portal.standing import Standing

__all__ = ["LOGIN", "NAME", "PASSWORD", "SLUG", "settle"]

NAME = "Val-Fleuri"
#: Of no French commune.
POSTCODE = "00210"
TERMS_VERSION = "2026-1"
#: The login and password of the account that is in use already: nothing to protect there.
LOGIN = "nadia.ferrandou"
PASSWORD = "tilleul-marche-ancre-47"  # noqa: S105 - of a demo, and printed for whoever tries it
#: What was loaded, and how many days ago. Documents were not: nothing may be said of them.
LOADED = {Topic.INVOICES: 1, Topic.REQUESTS: 1, Topic.HOUSEHOLD: 3, Topic.NEWS: 0}

_ACTIVATED = {Standing.ACTIVE, Standing.SECURED, Standing.READY}
_SECURED = {Standing.SECURED, Standing.READY}


async def settle(*, now: datetime) -> None:
    """Put the demo town in, unless it is there. `now` is aware; its day is counted in Paris."""
    if await Household.filter(town=SLUG).exists():
        return
    hashed = await hash_password(PASSWORD)  # slow: before the transaction
    async with in_transaction():
        if not await Household.filter(town=SLUG).exists():
            await _settle(read(), now, hashed)


async def _settle(told: Town, now: datetime, hashed: str) -> None:
    text = HERE.joinpath("terms.md").read_text("utf-8")
    await terms.publish(SLUG, TERMS_VERSION, text, now - timedelta(days=90))
    citizens: dict[str, Citizen] = {}
    for home in told.households:
        citizens |= await _household(home, now, hashed)
    for home in told.households:
        for child in home.children:
            await _child(child, citizens)
    today = today_in_paris(now)
    await News.bulk_create([rows.news(one, today) for one in told.news])
    for topic, days in LOADED.items():
        await loading.mark_loaded(SLUG, topic, today - timedelta(days=days))


async def _household(home: Home, now: datetime, hashed: str) -> dict[str, Citizen]:
    row = Household(
        town=SLUG, external_id=home.id, street=home.street, postcode=POSTCODE, city=NAME
    )
    await row.save()
    found = {}
    for told in home.adults:
        citizen = found[told.id] = rows.adult(told, row)
        citizen.created_at = now - timedelta(days=30)
        await citizen.save()
        await _history(citizen, told.standing, now, hashed)
        await _belongings(told, citizen, now)
    return found


async def _history(citizen: Citizen, standing: Standing, now: datetime, hashed: str) -> None:
    """What happened to the account so far, in the order in which it happened."""
    if standing is Standing.INVITED:
        return  # the demo sends those invitations itself
    invited, answered, secured = (now - timedelta(days=days) for days in (20, 19, 18))
    _ = await invitation.invite(citizen, at=invited)
    if standing is Standing.FROZEN:
        await activation.not_me(citizen, answered)
    if standing in _ACTIVATED:
        await activation.activate(citizen, at=answered, by="mail")
    if standing in _SECURED:
        login = citizen.login
        await credentials.set_identifiers(citizen, login=login, password_hash=hashed, at=secured)
        await credentials.signed_in(citizen, secured)
    if standing is Standing.READY:
        await terms.accept(
            citizen, version=TERMS_VERSION, channel="page", manner="scrolled", at=secured
        )
        await credentials.signed_in(citizen, now - timedelta(days=4, hours=3))


async def _belongings(told: Adult, citizen: Citizen, now: datetime) -> None:
    today = today_in_paris(now)
    await Invoice.bulk_create([rows.invoice(one, citizen, today) for one in told.invoices])
    await CitizenRequest.bulk_create([rows.request(one, citizen, today) for one in told.requests])
    await Document.bulk_create([rows.document(one, citizen, today) for one in told.documents])


async def _child(told: ChildOf, citizens: dict[str, Citizen]) -> None:
    row = rows.child(told)
    await row.save()
    for parent in told.parents:
        line = Guardianship(town=SLUG, child=row, citizen=citizens[parent])
        await line.save()
