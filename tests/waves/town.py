"""A town of many adults, and a wave that lets their invitations go."""

from datetime import timedelta

from desk.waves.only import Only, wanted
from desk.waves.queueing import Asked, open_wave, queue
from desk.waves.releasing import release_due
from models.family import Citizen
from models.wave import Wave
from tests.desk.office import TOWN, Office, family


async def adults(how_many: int, domain: str = "exemple.example") -> list[Citizen]:
    """Each with a household and a mailbox of their own."""
    return [
        await family(f"adulte{n}.{domain}", f"adulte{n}@{domain}", family_name=f"Nom{n}")
        for n in range(how_many)
    ]


async def wave_of_all(office: Office, name: str = "lundi", per_hour: int = 60) -> Wave:
    """Everyone who can be invited, one a minute."""
    now = office.clock()
    wave = await open_wave(TOWN.slug, name, per_hour, now)
    await queue(TOWN.slug, wave, Asked(people=await wanted(TOWN.slug, Only())), now)
    return wave


async def minutes_pass(office: Office, minutes: int) -> int:
    """The clock turns, a look a minute. Answers how many invitations left the house."""
    before = len(office.mail_post.parcels)
    for _ in range(minutes):
        office.clock.now += timedelta(minutes=1)
        await release_due(office.counter)
        await office.work()
    return len(office.mail_post.parcels) - before
