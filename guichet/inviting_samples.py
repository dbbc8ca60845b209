"""The mails of a wave before it leaves: shown, or sent to somebody of the town who wants to see them."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace

from desk.counter import Counter
from desk.door import DeliveryError, Parcel, Spoken
from desk.waves.only import Only, wanted
from desk.waves.sampling import AMONG, samples
from guichet import wiring
from guichet.errors import ServiceError
from guichet.settings import Settings
from mail_send.compose import compose
from mail_send.door import MailDoor, envelope_of

_TRIAL = (
    "Ceci est un essai, envoyé à la demande de la mairie : les liens n'ouvrent rien, les codes sont"
    " masqués, et personne n'a été invité."
)


async def look(settings: Settings, towns: tuple[str, ...], only: Only) -> list[str]:
    """Up to five mails of each town as they would be read. Nothing is written."""
    async with _opened(settings) as (counter, door):
        parcels = [one for town in towns for one in await _of(counter, door, town, only)]
        return [_read(door, parcel) for parcel in parcels]


async def send(settings: Settings, towns: tuple[str, ...], only: Only, address: str) -> int:
    """The same, sent to `address`. Answers how many. Raises `ServiceError`."""
    async with _opened(settings) as (counter, door):
        parcels = [one for town in towns for one in await _of(counter, door, town, only)]
        try:
            for parcel in parcels:
                await door.send(_trial(parcel, address))
        except DeliveryError as error:
            raise ServiceError(
                f"l'essai n'est pas parti vers {address} ({error.reason}).",
                "Vérifiez l'adresse, et le relais dans [mail_out].",
            ) from error
    return len(parcels)


@asynccontextmanager
async def _opened(settings: Settings) -> AsyncIterator[tuple[Counter, MailDoor]]:
    """Telegram need not answer: no link of a sample leads to the bot, but its sentence must be there."""
    async with AsyncExitStack() as stack:
        counter = await stack.enter_async_context(wiring.counter_opened(settings))
        told = {
            slug: replace(town, bot="robot") if settings.towns[slug].telegram_token else town
            for slug, town in counter.towns.items()
        }
        counter = replace(counter, towns=told)
        yield counter, wiring.mail_door(stack, settings, counter)


async def _of(counter: Counter, door: MailDoor, town: str, only: Only) -> list[Parcel]:
    people = (await wanted(town, only)).filter(activated_at=None).order_by("id").limit(AMONG)
    return await samples(counter, door, town, await people)


def _read(door: MailDoor, parcel: Parcel) -> str:
    mail = compose(envelope_of(parcel, door.delimiter, door.hints[parcel.town.slug]))
    body = mail.get_body(("plain",))
    assert body is not None, "every mail of ours has its text"
    return f"À : {mail['To']}\nObjet : {mail['Subject']}\n\n{body.get_content().strip()}"


def _trial(parcel: Parcel, address: str) -> Parcel:
    subject = next(one.subject for one in reversed(parcel.spoken) if one.turn)
    return replace(
        parcel,
        to=address,
        to_name="",
        subject=f"[Essai] {subject}",
        spoken=(Spoken(text=_TRIAL), *parcel.spoken),
        thread=(),
    )
