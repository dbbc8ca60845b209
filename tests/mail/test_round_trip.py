"""Our mail leaves by a real relay, is answered, and the answer comes in by the real door."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from email.message import EmailMessage
from functools import partial
from pathlib import Path

import pytest

from desk.door import Option, Parcel, Spoken
from desk.invitations import invite
from desk.received import Automatic, Heard, Refused
from desk.reception import receive
from flows.here import Channel
from flows.message import Kind
from mail_ingest import DELIMITER, Letter, read_letter
from mail_ingest.clue import plus_token
from mail_ingest.reading import Boxes, Handed, read
from mail_ingest.smtp import MailIn, listening
from mail_send.door import MailDoor
from mail_send.policy import WIRE
from models.conversation import Address
from models.family import Citizen
from models.post import Outbox, OutboxState
from tests.desk.office import NOON, TOWN, Office, family, unseen
from tests.mail import replies
from tests.mail.relays import Provider, relay_at, relaying
from tests.mail.wire import TOKEN, called

SECRET = "violette-cabane-73-nuage"
JEANNE = "jeanne@courrier.example"
HINT = "Pour répondre à ce message, écrivez le numéro ou les mots de votre choix :"
CLIENTS = [
    replies.gmail,
    replies.outlook,
    replies.outlook_below,
    replies.apple,
    replies.thunderbird,
]
BY_NAME = pytest.mark.parametrize("client", CLIENTS, ids=lambda one: one.__name__)
ASKED = Spoken(
    text="Bonjour Mme Martin,\n\nVoici :\n- deux factures\n- un reçu\n\nVoulez-vous les voir ?",
    subject="Vos factures",
    kind=Kind.QUESTION,
    options=(Option(number=1, key="oui", label="Oui"), Option(number=2, key="non", label="Non")),
    turn=3,
)
NOTICE = Spoken(text="Ce message est écrit par un automate. Pour une personne, répondez.")


async def ours(*spoken: Spoken) -> Letter:
    """A mail of ours, as it arrives at Jeanne's."""
    provider = Provider()
    async with relaying(provider) as port, relay_at(port) as relay:
        door = MailDoor(carrier=relay, delimiter=DELIMITER, hints={TOWN.slug: HINT})
        await door.send(
            Parcel(
                town=TOWN,
                to=JEANNE,
                to_name="Jeanne Martin",
                spoken=spoken or (ASKED, NOTICE),
                token=TOKEN,
                thread=(),
                is_reply=True,
                at=NOON,
            )
        )
    return delivered(provider)


def delivered(provider: Provider) -> Letter:
    """The last mail that was handed over, with what the last server adds to it."""
    sender, _, raw = provider.kept[-1]
    return read_letter(f"Return-Path: <{sender}>\r\n".encode() + raw)


def came_back(mail: EmailMessage | bytes, sender: str = JEANNE) -> object:
    raw = mail if isinstance(mail, bytes) else mail.as_bytes(policy=WIRE)
    to = read_letter(raw).recipients[0]
    found = read(
        Handed(sender=sender, recipient=to, raw=raw, at=NOON),
        Boxes(towns={TOWN.mail_address: TOWN.slug}),
    )
    return found and found.what


@BY_NAME
@pytest.mark.parametrize("said", ["2", "Oui", "ok merci\n\nJeanne", "- deux\n- trois"])
async def test_an_answer_is_read_and_placed_whatever_the_program(
    client: replies.Client, said: str
) -> None:
    heard = came_back(client(await ours(), said))
    assert isinstance(heard, Heard)
    assert heard.text == said
    assert heard.tokens == (TOKEN,)


@BY_NAME
async def test_a_program_that_drops_the_plus_is_placed_by_the_thread(
    client: replies.Client,
) -> None:
    answer = replies.without_plus(client)(await ours(), "Oui")
    assert plus_token(read_letter(answer.as_bytes(policy=WIRE)).recipients[0])[1] == ""
    heard = came_back(answer)
    assert isinstance(heard, Heard)
    assert (heard.text, heard.tokens) == ("Oui", (TOKEN,))


@BY_NAME
async def test_an_answer_without_a_word_is_empty(client: replies.Client) -> None:
    heard = came_back(client(await ours(), ""))
    assert isinstance(heard, Heard)
    assert heard.text == ""


@pytest.mark.parametrize("client", [replies.gmail, replies.apple, replies.outlook])
async def test_an_answer_to_an_answer_is_still_read(client: replies.Client) -> None:
    first = client(await ours(), "Oui")
    quoting = replace(
        await ours(), text=f"{(await ours()).text}\n\n> {read_letter(first.as_bytes()).text}"
    )
    heard = came_back(client(quoting, "Non, finalement"))
    assert isinstance(heard, Heard)
    assert heard.text == "Non, finalement"


@dataclass
class Street:
    """The whole way: the office, a relay for what leaves, our door for what comes."""

    office: Office
    provider: Provider
    port: int

    async def deliver(self, mail: EmailMessage | bytes, sender: str = JEANNE) -> str:
        raw = mail if isinstance(mail, bytes) else mail.as_bytes(policy=WIRE)
        to = read_letter(raw).recipients[0]
        async with called(self.port) as line:
            answer = await line.deliver(raw.rstrip() + b"\r\n", to, sender=sender)
        await self.office.work()
        return answer

    def last(self) -> Letter:
        return delivered(self.provider)

    def sent(self) -> int:
        return len(self.provider.kept)


@pytest.fixture
async def street(office: Office) -> AsyncIterator[Street]:
    provider = Provider()
    async with relaying(provider) as relay_port, relay_at(relay_port) as relay:
        door = MailDoor(carrier=relay, delimiter=DELIMITER, hints={TOWN.slug: HINT})
        office.doors[Channel.MAIL] = door  # type: ignore[assignment]  # the real one
        settings = MailIn(host="127.0.0.1", port=0, towns={TOWN.mail_address: TOWN.slug})
        async with listening(settings, partial(receive, office.counter), office.clock) as port:
            yield Street(office, provider, port)


async def invited(street: Street) -> None:
    citizen = await family(mail=JEANNE)
    assert await invite(street.office.counter, citizen, street.office.clock())
    await street.office.work()


async def activated_by() -> str:
    citizen = await Citizen.get(mail=JEANNE)
    return str(citizen.activated_by)


@BY_NAME
async def test_a_citizen_activates_by_answering(street: Street, client: replies.Client) -> None:
    await invited(street)
    answer = client(street.last(), "OK merci")
    assert (await street.deliver(answer)).startswith("250")
    assert await activated_by() == "mail"
    assert f"<{street.last().in_reply_to[0]}>" == answer["Message-ID"]
    assert "/lien/" in (street.last().text or "")


async def test_a_mail_delivered_twice_is_answered_once(street: Street) -> None:
    await invited(street)
    answer = replies.gmail(street.last(), "OK merci")
    for _ in range(2):
        assert (await street.deliver(answer)).startswith("250")
    assert street.sent() == 2


async def test_an_absence_is_never_answered(street: Street) -> None:
    await invited(street)
    for _ in range(3):
        assert (await street.deliver(replies.absent(street.last()))).startswith("250")
    assert street.sent() == 1
    assert await activated_by() == ""


async def test_our_mail_sent_back_to_us_is_never_answered(street: Street) -> None:
    await invited(street)
    _, _, raw = street.provider.kept[-1]
    async with called(street.port) as line:
        assert (await line.deliver(raw, TOWN.mail_address)).startswith("250")
    await street.office.work()
    assert street.sent() == 1


async def test_a_mail_that_bounced_stops_the_mails(street: Street) -> None:
    await invited(street)
    report = replies.bounced(street.last(), JEANNE)
    assert isinstance(came_back(report, sender=""), Refused)
    assert (await street.deliver(report, sender="")).startswith("250")
    address = await Address.get(external_id=JEANNE)
    assert address.refused_at is not None
    assert [to for _, to, _ in street.provider.kept] == [[JEANNE], [TOWN.contact]]


async def test_a_false_bounce_stops_nothing(street: Street) -> None:
    await invited(street)
    forged = replace(street.last(), message_id=f"guichet.{'a' * 26}@val-fleuri.example")
    report = replies.bounced(forged, JEANNE).replace(b"guichet+", b"guichet+a")
    await street.deliver(report, sender="")
    assert (await Address.get(external_id=JEANNE)).refused_at is None


async def test_a_password_sent_by_mail_is_kept_nowhere(street: Street, database: str) -> None:
    await invited(street)
    await street.deliver(replies.gmail(street.last(), "oui"))
    before = street.sent()
    files = [Path(database.removeprefix("sqlite://") + end) for end in ("", "-wal")]
    with unseen(SECRET, *(file for file in files if file.exists())):
        answer = replies.outlook(street.last(), SECRET)
        assert (await street.deliver(answer)).startswith("250")
    assert street.sent() == before + 1
    assert all(SECRET.encode() not in raw for _, _, raw in street.provider.kept)


async def test_a_relay_that_fails_gets_the_same_mail_later(street: Street) -> None:
    street.provider.answers["DATA"] = "451 4.3.0 Later"
    await invited(street)
    assert street.sent() == 0
    street.provider.answers.clear()
    street.office.clock.passes(minutes=10)
    await street.office.work()
    assert street.sent() == 1
    assert await Outbox.filter(state=OutboxState.PENDING).count() == 0


def test_an_absence_is_told_from_a_citizen() -> None:
    letter = read_letter(b"Return-Path: <guichet@val-fleuri.example>\r\nSubject: x\r\n\r\n")
    assert isinstance(came_back(replies.absent(letter)), Automatic)
