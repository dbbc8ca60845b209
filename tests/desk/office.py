"""A town hall's counter for the tests: real flows, words and database, doors that write down what leaves."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from desk import outbox, timers
from desk.addresses import mailbox_of
from desk.catalogue import catalogue
from desk.counter import Counter, Limits
from desk.courier import carry
from desk.door import Parcel, Spoken
from desk.invitations import invite
from desk.keys import Keys
from desk.received import Heard, Moved, Offer, Pressed, Received, Taken, What
from desk.reception import receive
from desk.rota import Rota
from desk.town import Town
from desk.turns import take
from flows.events import Carries
from flows.here import Channel
from models.family import Citizen, Household
from portal.credentials import set_identifiers
from portal.password import Judge, hash_password
from words.texts import Texts

#: A Tuesday, noon in Paris.
NOON = datetime(2026, 6, 9, 10, 0, tzinfo=UTC)

TOWN = Town(
    slug="val-fleuri",
    name="Val-Fleuri",
    phone="01 23 45 67 89",
    hours="du lundi au vendredi, de 8 h 30 à 17 h",
    site="https://val-fleuri.example",
    mail_address="guichet@val-fleuri.example",
    contact="accueil@val-fleuri.example",
    privacy_contact="donnees@val-fleuri.example",
    bot="ValFleuriBot",
)


class Clock:
    """Time stands still until the test lets it pass."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def passes(self, **how_long: float) -> None:
        self.now += timedelta(**how_long)


@dataclass
class Post:
    """A door that writes down what leaves, and fails when told to."""

    channel: Channel
    together: bool
    parcels: list[Parcel] = field(default_factory=list)
    tidied: list[tuple[str, tuple[str, ...], bool]] = field(default_factory=list)
    trouble: list[Exception] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    async def send(self, parcel: Parcel) -> str:
        if self.trouble:
            raise self.trouble.pop(0)
        self.parcels.append(parcel)
        number = next(self._numbers)
        return f"<{parcel.token}@val-fleuri.example>" if self.together else str(number)

    async def tidy(self, _town: Town, to: str, receipts: Sequence[str], *, erase: bool) -> None:
        self.tidied.append((to, tuple(receipts), erase))


class Office:
    """The counter, its clerks and its couriers, stepped by hand."""

    def __init__(self, texts: Texts, judge: Judge, town: Town = TOWN, **settings: object) -> None:
        self.clock = Clock()
        self.telegram_post = Post(Channel.TELEGRAM, together=False)
        self.mail_post = Post(Channel.MAIL, together=True)
        self.doors = {Channel.TELEGRAM: self.telegram_post, Channel.MAIL: self.mail_post}
        counter = Counter(
            towns={town.slug: town},
            catalogues={town.slug: catalogue(texts)},
            texts={town.slug: texts},
            keys=Keys(b"a key for the tests only, 32 byte"),
            clock=self.clock,
            judge=judge,
            # Nobody here goes on with a page: what such a mail waits for is told in tests/web.
            limits=Limits(page_wait=timedelta(0)),
        )
        self.counter = replace(counter, **settings)  # type: ignore[arg-type]  # named by the test
        self._events = count(1)
        self._rota = Rota()

    async def work(self) -> None:
        """Play all that has come, send all that is due, until nothing moves."""
        while await self._play() or await self._send():
            pass

    async def _play(self) -> int:
        ready = await self._rota.next(self.clock(), 50)
        return sum([max(await take(self.counter, address), 0) for address in ready])

    async def _send(self) -> int:
        self.clock.passes(seconds=1)  # what settles has settled
        ready = await outbox.destinations(self.clock(), 50)
        return sum([await carry(self.counter, self.doors, address) for address in ready])

    async def remind(self, **later: float) -> None:
        """Time passes, and the clock on the wall is looked at."""
        self.clock.passes(**later)
        await timers.ring(self.counter)
        await self.work()

    async def receive(
        self, channel: Channel, address: str, what: What, offers: Sequence[Offer] = ()
    ) -> Taken:
        return await self.deliver(channel, address, what, str(next(self._events)), offers)

    async def deliver(
        self,
        channel: Channel,
        address: str,
        what: What,
        external_id: str,
        offers: Sequence[Offer] = (),
    ) -> Taken:
        """The same, under a name: delivered twice, it is the same event."""
        return await receive(
            self.counter,
            Received(
                town=next(iter(self.counter.towns)),
                channel=channel,
                address=address,
                account=f"test:{channel.value}",
                external_id=external_id,
                at=self.clock(),
                what=what,
                offers=tuple(offers),
            ),
        )

    async def page_sets_identifiers(self, citizen: Citizen, password: str) -> None:
        """What the one-time page does once the form is sent."""
        await citizen.refresh_from_db()
        hashed = await hash_password(password)
        await set_identifiers(citizen, login=citizen.login, password_hash=hashed, at=self.clock())
        mailbox = await mailbox_of(citizen)
        assert mailbox is not None
        moved = Moved(what="identifiers_set", citizen=citizen.id)
        await self.receive(Channel(mailbox.channel), mailbox.external_id, moved)
        await self.work()

    @property
    def slug(self) -> str:
        """The town's."""
        return next(iter(self.counter.towns))

    def with_settings(self, **settings: object) -> "Office":
        """The same office under other settings."""
        self.counter = replace(self.counter, **settings)  # type: ignore[arg-type]  # named by the test
        return self

    def chat(self, number: int = 700) -> "Chat":
        return Chat(self, str(number))

    def mailbox(self, address: str) -> "Mailbox":
        return Mailbox(self, address)


@dataclass
class Chat:
    """A citizen on Telegram."""

    office: Office
    address: str

    async def say(self, *texts: str, carries: Carries = Carries.WORDS) -> str:
        for text in texts:
            await self.office.receive(Channel.TELEGRAM, self.address, heard(text, carries=carries))
        return await self._answer()

    async def send(self, *offers: Offer, caption: str = "") -> str:
        """Files, each in a message of its own as Telegram has it."""
        before = len(self.heard())
        for one in offers:
            told = heard(caption, carries=Carries.FILE)
            await self.office.receive(Channel.TELEGRAM, self.address, told, [one])
        await self.office.work()
        return spaced("\n\n".join(one.text for one in self.heard()[before:]))

    async def press(self, label: str) -> str:
        asked = self.question()
        option = next(one for one in asked.options if one.label.startswith(label))
        await self.office.receive(
            Channel.TELEGRAM, self.address, Pressed(key=option.key, turn=asked.turn)
        )
        return await self._answer()

    async def press_of(self, asked: Spoken, label: str) -> None:
        """A button of any message still on the screen."""
        key = next(one.key for one in asked.options if one.label.startswith(label))
        pressed = Pressed(key=key, turn=asked.turn)
        await self.office.receive(Channel.TELEGRAM, self.address, pressed)
        await self.office.work()

    async def _answer(self) -> str:
        before = len(self.heard())
        await self.office.work()
        return spaced("\n\n".join(one.text for one in self.heard()[before:]))

    def heard(self) -> list[Spoken]:
        mine = [one for one in self.office.telegram_post.parcels if one.to == self.address]
        return [spoken for parcel in mine for spoken in parcel.spoken]

    def question(self) -> Spoken:
        return next(one for one in reversed(self.heard()) if one.turn)


@dataclass
class Mailbox:
    """A citizen who answers by mail."""

    office: Office
    address: str

    async def answer(self, text: str, *, to: Parcel | None = None, aligned: bool = False) -> str:
        """Reply to the last mail, or to an older one."""
        answered = to or self.mails()[-1]
        return await self.write(text, tokens=(answered.token,), aligned=aligned)

    async def write(self, text: str, *, tokens: tuple[str, ...] = (), aligned: bool = False) -> str:
        before = len(self.mails())
        heard = Heard(text=text, tokens=tokens, aligned=aligned)
        await self.office.receive(Channel.MAIL, self.address, heard)
        await self.office.work()
        said = "\n\n".join(one.text for mail in self.mails()[before:] for one in mail.spoken)
        return spaced(said)

    async def send(self, *offers: Offer, text: str = "") -> str:
        """Answer the last mail with files."""
        before = len(self.mails())
        carries = Carries.WORDS if text else Carries.FILE
        told = Heard(text=text, tokens=(self.mails()[-1].token,), carries=carries)
        await self.office.receive(Channel.MAIL, self.address, told, offers)
        await self.office.work()
        said = "\n\n".join(one.text for mail in self.mails()[before:] for one in mail.spoken)
        return spaced(said)

    def mails(self) -> list[Parcel]:
        return [one for one in self.office.mail_post.parcels if one.to == self.address]

    def last(self) -> str:
        return spaced("\n\n".join(one.text for one in self.mails()[-1].spoken))

    def end_code(self) -> str:
        """The four digits after the last word of the terms."""
        return _found(r"(?<=J’ACCEPTE )\d{4}", self.mails())

    def code(self) -> str:
        """The short code of the last mail that has one."""
        return _found(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}\b", self.mails())

    def digits(self) -> str:
        return _found(r"\b\d{6}\b", self.mails())

    def temporary(self) -> str:
        return _found(r"\b[a-z0-9]{4}(?:-[a-z0-9]{4}){4}\b", self.mails())

    def link(self, name: str) -> str:
        return _found(rf"https?://\S*{name}\S*", self.mails())


def _found(pattern: str, mails: Sequence[Parcel]) -> str:
    for mail in reversed(mails):
        for spoken in mail.spoken:
            text = spoken.text + "\n" + "\n".join(button.url for button in spoken.buttons)
            if match := re.search(pattern, text):
                return match[0]
    raise AssertionError(f"no mail holds {pattern}")


async def family(
    login: str = "testa65", mail: str = "claire.testa@exemple.example", **others: object
) -> Citizen:
    """A citizen whom the town has just created, in the household of `household` or one of their own."""
    lives_with = others.pop("household", None)
    household = lives_with or await Household.create(
        town=TOWN.slug, external_id=f"h-{login}", street="10 rue Creuse", city="Val-Fleuri"
    )
    values = {
        "civility": "Mme",
        "given_name": "Claire",
        "family_name": "Testa",
        **others,
    }
    return await Citizen.create(
        town=TOWN.slug,
        household=household,
        external_id=login,
        login=login,
        mail=mail,
        created_at=NOON,
        **values,
    )


def spaced(text: str) -> str:
    """Read aloud, a no-break space is a space."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def heard(text: str, carries: Carries = Carries.WORDS) -> Heard:
    """Words of a chat, whose message is called « m-secret »."""
    return Heard(text=text, carries=carries, receipt="m-secret")


MAIL = "claire.testa@exemple.example"
PASSWORD = "violette-cabane-73-nuage"


async def invited(office: Office) -> Citizen:
    """A citizen who has just received the invitation."""
    citizen = await family(mail=MAIL)
    assert await invite(office.counter, citizen, office.clock())
    await office.work()
    return citizen


async def at_the_terms(office: Office) -> Chat:
    """The invited citizen, on Telegram, with identifiers chosen and the terms to read."""
    chat = office.chat()
    await chat.say("/start")
    await chat.say(office.mailbox(MAIL).code())
    await chat.press("Oui")
    await chat.press("Garder")
    await chat.say(PASSWORD)
    return chat


async def at_home(office: Office) -> Chat:
    """The same, at the menu."""
    chat = await at_the_terms(office)
    while "Suite" in [one.label for one in chat.question().options]:
        await chat.press("Suite")
    await chat.press("J’accepte")
    return chat


@contextmanager
def unseen(secret: str, *files: Path) -> Iterator[None]:
    """Whatever happens inside, `secret` is found in none of the files afterwards."""
    yield
    for file in files:
        assert secret.encode() not in file.read_bytes(), f"a secret stands in {file.name}"
