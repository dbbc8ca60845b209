"""A numbered choice of a mail, opened as a page: asked again, then said in the citizen's place.

What the page proves is possession of the mail, no more: it counts as the mail's own token, and what is
answered goes to the mailbox that the mail was sent to. [docs/decisions/0017]
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from desk import inbox
from desk.counter import Counter
from desk.mail_links import CHOICE
from desk.pages.mails import Mail, mail_of
from desk.pages.ways import PAGE
from desk.received import Pressed, Received, Taken
from desk.reception import receive
from desk.speech import question_of
from flows.here import Channel
from flows.message import Choice, Message
from flows.session import Session


class ChoiceState(StrEnum):
    """What a choice is worth now. STALE: the conversation has gone on without it."""

    GOOD = "good"
    DONE = "done"
    STALE = "stale"
    EXPIRED = "expired"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceView:
    """What a page may show: nothing that the mail did not say. `mailbox` and `who` are half hidden."""

    state: ChoiceState
    question: str = ""
    label: str = ""
    who: str = ""
    mailbox: str = ""
    sent_at: datetime | None = None
    #: Just now, by this very confirmation.
    now_said: bool = False


async def look_at_choice(counter: Counter, town: str, token: str, number: int) -> ChoiceView:
    """Changes nothing."""
    mail, choice = await _find(counter, town, token, number)
    return await _view(counter, mail, choice)


async def choose(counter: Counter, town: str, token: str, number: int) -> ChoiceView:
    """The citizen confirmed: said through the inbox, as an answer to that mail. Twice is once."""
    mail, choice = await _find(counter, town, token, number)
    view = await _view(counter, mail, choice)
    if mail is None or choice is None or view.state is not ChoiceState.GOOD:
        return view
    what = Pressed(
        key=choice.key, turn=mail.row.turn, tokens=(counter.keys.token("reply", mail.row.id),)
    )
    taken = await receive(
        counter,
        Received(
            town=town,
            channel=Channel.MAIL,
            address=mail.address.external_id,
            account=PAGE,
            external_id=_once(mail, number),
            at=counter.clock(),
            what=what,
        ),
    )
    # Not kept where somebody floods that mailbox: the same page, and its button, once more.
    return await _view(counter, mail, choice, now_said=taken is not Taken.TOO_MUCH)


async def _find(
    counter: Counter, town: str, token: str, number: int
) -> tuple[Mail | None, Choice | None]:
    mail = await mail_of(counter, town, CHOICE, token)
    choices = Message.open(mail.row.message).choices if mail and mail.row.turn else ()
    choice = choices[number - 1] if 1 <= number <= len(choices) else None
    return (mail, choice) if choice else (None, None)


async def _view(
    counter: Counter, mail: Mail | None, choice: Choice | None, *, now_said: bool = False
) -> ChoiceView:
    if mail is None or choice is None:
        return ChoiceView(state=ChoiceState.UNKNOWN)
    state = ChoiceState.DONE if now_said else await _state(counter, mail, choice)
    return ChoiceView(
        state=state,
        question=await question_of(counter, mail.row) if state is ChoiceState.GOOD else "",
        label=choice.label or counter.texts[mail.row.town].label(choice.key),
        who=mail.who,
        mailbox=mail.mailbox,
        sent_at=mail.row.created_at,
        now_said=now_said,
    )


async def _state(counter: Counter, mail: Mail, choice: Choice) -> ChoiceState:
    session = Session.open(mail.conversation.session)
    if session.last_pick == (mail.row.turn, choice.key):
        return ChoiceState.DONE
    if counter.clock() - mail.row.created_at > counter.limits.reply_token:
        return ChoiceState.EXPIRED
    waits = bool(session.frames) and session.top.asked == mail.row.turn
    if not waits:
        return ChoiceState.STALE
    numbers = range(1, len(Message.open(mail.row.message).choices) + 1)
    said = [number for number in numbers if await inbox.known(PAGE, _once(mail, number))]
    if not said:
        return ChoiceState.GOOD
    chosen = Message.open(mail.row.message).choices[said[0] - 1]
    return ChoiceState.DONE if chosen == choice else ChoiceState.STALE


def _once(mail: Mail, number: int) -> str:
    """Once for each state of the conversation: a question asked again may be answered again."""
    return f"choice:{mail.row.id}:{number}:{mail.conversation.version}"
