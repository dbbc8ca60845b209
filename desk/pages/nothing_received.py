"""« Je n'ai rien reçu », from the sign-in page: the invitation again, to an address on file and no other."""

from tortoise.transactions import in_transaction

from desk import invitations
from desk.addresses import mailbox_of
from desk.counter import Counter
from desk.pages.once import again_if_busy
from models.family import Citizen
from portal import citizens, invitation


async def send_invitation_again(counter: Counter, town: str, mail: str) -> None:
    """Nothing for who has set identifiers: a lost password has its own page. Spaced out, whoever asks."""
    for citizen in await citizens.by_mail(town, mail[:254]):
        now = counter.clock()
        if citizen.identifiers_set_at or citizen.frozen_at:
            continue
        if await mailbox_of(citizen) is None or await invitation.withdrawn(citizen, now):
            continue

        async def write(citizen: Citizen = citizen) -> bool:
            async with in_transaction():
                return await invitations.invite(counter, citizen, counter.clock())

        await again_if_busy(write)
    counter.arrived.ring()
