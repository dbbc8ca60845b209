"""Who sits at the terminal: somebody of the town by the login, or a person whom nobody knows."""

from dataclasses import dataclass

from demo import town as demo_town
from demo.bot_api.people import Person
from desk.counter import Counter
from desk.invitations import invite
from flows.here import Channel
from guichet.errors import NotFoundError
from guichet.settings_faults import did_you_mean
from models.conversation import Address
from models.family import Citizen
from portal import citizens, names

#: Where the Telegram accounts of this town begin: those of citizens, then those of strangers.
CITIZENS, STRANGERS = 700_000_000, 900_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """A person with a phone and a mailbox; `mail` is empty for who has none."""

    name: str
    mail: str
    person: Person
    citizen: Citizen | None = None


async def somebody(login: str) -> Who:
    """The citizen of that login. Raises `NotFoundError`."""
    citizen = await citizens.by_login(demo_town.SLUG, login)
    if citizen is None:
        known = [one.login for one in await Citizen.filter(town=demo_town.SLUG).order_by("id")]
        raise NotFoundError(
            f"personne n'a l'identifiant « {login} »{did_you_mean(login, known)}",
            f"Identifiants de {demo_town.NAME} : {', '.join(known)}.",
        )
    person = Person(id=CITIZENS + citizen.id, first_name=citizen.given_name)
    return Who(name=names.full(citizen), mail=citizen.mail, person=person, citizen=citizen)


async def nobody() -> Who:
    """Someone who never wrote before."""
    number = 1 + await Address.filter(town=demo_town.SLUG, channel=Channel.TELEGRAM).count()
    return Who(
        name="Camille Inconnu",
        mail=f"camille{number}@courriel.example",
        person=Person(id=STRANGERS + number, first_name="Camille"),
    )


async def invited(counter: Counter, who: Who) -> bool:
    """Invite whoever waits for that. Answers whether a mail leaves."""
    citizen = who.citizen
    if citizen is None or citizen.activated_at or citizen.frozen_at or citizen.issue:
        return False
    return await invite(counter, citizen, counter.clock())
