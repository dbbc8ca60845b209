"""What Gmail, Outlook and Apple Mail put together: the whole exchange is one conversation for each of them."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pytest

from mail_ingest import Letter, read_letter
from mail_send.policy import WIRE
from tests.mail import replies
from tests.mail.test_round_trip import Street, invited, street

__all__ = ["street"]

_ANSWER = re.compile(r"^(?:\s*(?:re|tr|fwd?)\s*:\s*)+", re.IGNORECASE)


@dataclass(frozen=True)
class Seen:
    """What a program looks at to group mails."""

    name: str
    names: frozenset[str]
    subject: str


def seen(letter: Letter) -> Seen:
    names = {letter.message_id, *letter.references, *letter.in_reply_to}
    bare = {one.strip("<>") for one in names if one}
    subject = _ANSWER.sub("", letter.subject).strip().lower()
    return Seen(letter.message_id.strip("<>"), frozenset(bare), subject)


def gmail(one: Seen, other: Seen) -> bool:
    """A common id, and the same subject."""
    return bool(one.names & other.names) and one.subject == other.subject


def apple(one: Seen, other: Seen) -> bool:
    """A common id."""
    return bool(one.names & other.names)


def outlook(one: Seen, other: Seen) -> bool:
    """The very mail that is answered: its id among the references, and the same topic."""
    linked = one.name in other.names or other.name in one.names
    return linked and one.subject == other.subject


PROGRAMS = pytest.mark.parametrize("program", [gmail, apple, outlook], ids=lambda one: one.__name__)


def threads(mails: Sequence[Letter], program: Callable[[Seen, Seen], bool]) -> int:
    """How many conversations that program shows."""
    groups: list[list[Seen]] = []
    for mail in map(seen, mails):
        mine = [group for group in groups if any(program(mail, one) for one in group)]
        groups = [group for group in groups if group not in mine]
        groups.append([mail, *(one for group in mine for one in group)])
    return len(groups)


def ours(street: Street) -> list[Letter]:
    return [read_letter(raw) for _, _, raw in street.provider.kept]


async def exchanged(street: Street, client: replies.Client, *said: str) -> list[Letter]:
    """The invitation, each answer of hers, each answer of ours."""
    await invited(street)
    hers = []
    for words in said:
        answer = client(street.last(), words)
        await street.deliver(answer)
        hers.append(read_letter(answer.as_bytes(policy=WIRE)))
    return [*ours(street), *hers]


@PROGRAMS
@pytest.mark.parametrize(
    "client", [replies.gmail, replies.outlook, replies.apple], ids=lambda one: one.__name__
)
async def test_an_exchange_is_one_conversation(
    street: Street, client: replies.Client, program: Callable[[Seen, Seen], bool]
) -> None:
    mails = await exchanged(street, client, "oui", "aide", "ok et après ?")
    assert len(mails) >= 7
    assert threads(mails, program) == 1


async def test_an_answer_names_the_mail_that_it_answers_last(street: Street) -> None:
    mails = await exchanged(street, replies.gmail, "oui")
    answer, hers = mails[1], mails[2]
    assert [one.strip("<>") for one in answer.in_reply_to] == [hers.message_id.strip("<>")]
    assert answer.references[-1].strip("<>") == hers.message_id.strip("<>")
    assert mails[0].message_id.strip("<>") in {one.strip("<>") for one in answer.references}


async def test_subjects_do_not_pile_up(street: Street) -> None:
    mails = await exchanged(street, replies.outlook, "oui", "aide", "aide")
    subjects = [one.subject for one in ours(street)]
    assert set(subjects[1:]) == {f"Re: {subjects[0]}"}
    assert len(mails) == 7


async def test_a_mail_tried_again_keeps_its_name_and_every_byte(street: Street) -> None:
    """A relay that kept the mail and lost its answer gets it twice: programs show it once."""
    street.provider.once.append(("DATA", "451 4.3.0 Later"))
    tried: list[bytes] = []
    handle = street.provider.handle_DATA

    async def noted(server: object, session: object, envelope: object) -> str:
        tried.append(envelope.content)  # type: ignore[attr-defined]  # aiosmtpd's envelope
        return await handle(server, session, envelope)  # type: ignore[arg-type]  # passed on

    street.provider.handle_DATA = noted  # type: ignore[method-assign,assignment]  # listens only
    await invited(street)
    street.office.clock.passes(minutes=10)
    await street.office.work()
    assert len(tried) == 2
    assert tried[0] == tried[1]
