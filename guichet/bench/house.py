"""A counter for measuring: the real flows, words and desk, a town of nobody, a door that leads nowhere."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta

from desk.catalogue import catalogue
from desk.clock import utc_now
from desk.counter import Counter, Limits
from desk.door import Parcel
from desk.keys import Keys
from desk.town import Town
from flows.here import Channel
from models.database import opened
from portal.password import Judge
from words.texts import Texts

TOWN = Town(
    slug="mesure",
    name="Mesure",
    phone="01 23 45 67 89",
    hours="du lundi au vendredi",
    site="https://mesure.example",
    mail_address="guichet@mesure.example",
    contact="accueil@mesure.example",
    privacy_contact="donnees@mesure.example",
    bot="MesureBot",
)


class Nowhere:
    """A way out that takes no time, so that only the house is measured."""

    channel = Channel.TELEGRAM
    together = False

    def __init__(self) -> None:
        self.sent = 0

    async def send(self, parcel: Parcel) -> str:
        """It left."""
        self.sent += len(parcel.spoken)
        return str(self.sent)

    async def tidy(self, town: Town, to: str, receipts: Sequence[str], *, erase: bool) -> None:
        """Nothing to tidy."""


def counter(judge: Judge) -> Counter:
    """The desk's counter. Nothing settles: an answer is ready when its turn is written."""
    texts = Texts.load()
    return Counter(
        towns={TOWN.slug: TOWN},
        catalogues={TOWN.slug: catalogue(texts)},
        texts={TOWN.slug: texts},
        keys=Keys(b"a key to measure with, 32 bytes."),
        clock=utc_now,
        judge=judge,
        limits=Limits(settle=timedelta()),
    )


@asynccontextmanager
async def counter_on(url: str) -> AsyncIterator[Counter]:
    """The same, on an open database."""
    async with opened(url), Judge() as judge:
        yield counter(judge)
