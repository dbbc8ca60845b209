"""What the stories of the pages need: an invited citizen, links in hand, and what the tables hold."""

from tortoise import Tortoise

from desk.invitations import invite
from models.family import Citizen
from models.link import PageLink, Purpose
from tests.desk.office import Office, family

MAIL = "claire.testa@exemple.example"
PASSWORD = "violette-cabane-73-nuage"
ACTIVATION = "espace-citoyens"


async def invited(office: Office, **known: object) -> Citizen:
    """Claire, whose invitation has left."""
    citizen = await family(mail=MAIL, **known)
    assert await invite(office.counter, citizen, office.clock())
    await office.work()
    return citizen


def activation(office: Office) -> str:
    """The address of her last invitation."""
    return office.mailbox(MAIL).link(ACTIVATION)


async def active(office: Office) -> Citizen:
    """Claire, who answered yes by mail and must now choose her identifiers."""
    citizen = await invited(office)
    await office.mailbox(MAIL).answer("oui")
    return citizen


async def secured(office: Office) -> Citizen:
    """Claire, whose identifiers were set some time ago."""
    citizen = await invited(office)
    citizen.activated_at = citizen.identifiers_set_at = office.clock()
    citizen.activated_by, citizen.password_hash = "mail", "a hash"
    await citizen.save()
    return citizen


async def link_for(office: Office, citizen: Citizen, purpose: Purpose) -> str:
    """A link as the desk gives one."""
    now = office.clock()
    link = await PageLink.create(
        town=citizen.town,
        purpose=purpose,
        citizen_id=citizen.id,
        created_at=now,
        expires_at=now + office.counter.limits.reset_link,
    )
    return f"/{citizen.town}/lien/{office.counter.keys.token('page', link.id)}"


async def tables() -> dict[str, int]:
    """How many rows each table holds."""
    models = Tortoise.apps["models"] if Tortoise.apps else {}
    return {name: await model.all().count() for name, model in models.items()}


async def everything() -> str:
    """All that the database holds, as text."""
    models = Tortoise.apps["models"] if Tortoise.apps else {}
    rows = [row for model in models.values() for row in await model.all().values()]
    return "\n".join(map(str, rows))
