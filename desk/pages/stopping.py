"""No more reminders, by one button: of a page of ours, or of the mail program. [RFC 8058]"""

from dataclasses import dataclass
from enum import StrEnum

from desk import inbox
from desk.counter import Counter
from desk.mail_links import STOP
from desk.pages.mails import Mail, mail_of
from desk.pages.ways import PAGE
from desk.received import Heard, Received
from desk.reception import receive
from flows.here import Channel
from portal.activation import no_longer

#: What a citizen would write. `words/fr/vocabulary.toml` understands it.
_WORD = "STOP"


class StopState(StrEnum):
    """DONE: this link has served; whatever was asked since, it does not serve again."""

    GOOD = "good"
    DONE = "done"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class StopView:
    """What a page may show, half hidden."""

    state: StopState
    who: str = ""
    mailbox: str = ""
    now_stopped: bool = False


async def look_at_stop(counter: Counter, town: str, token: str) -> StopView:
    """Changes nothing."""
    mail = await mail_of(counter, town, STOP, token)
    return StopView(state=StopState.UNKNOWN) if mail is None else await _view(mail)


async def stop(counter: Counter, town: str, token: str) -> StopView:
    """Done at once, for whom the mail was; and said through the inbox, as STOP in answer to it, which confirms.

    A link serves once. It expires with no date, when the reply token no longer counts and a shared mailbox
    would have to say who writes: to receive less is never a danger.
    """
    mail = await mail_of(counter, town, STOP, token)
    if mail is None:
        return StopView(state=StopState.UNKNOWN)
    view = await _view(mail)
    if view.state is not StopState.GOOD:
        return view
    if mail.citizen is not None:
        await no_longer(mail.citizen, counter.clock())
    heard = Heard(text=_WORD, tokens=(counter.keys.token("reply", mail.row.id),))
    await receive(
        counter,
        Received(
            town=town,
            channel=Channel.MAIL,
            address=mail.address.external_id,
            account=PAGE,
            external_id=_once(mail),
            at=counter.clock(),
            what=heard,
        ),
    )
    return StopView(state=StopState.DONE, who=mail.who, mailbox=mail.mailbox, now_stopped=True)


async def _view(mail: Mail) -> StopView:
    done = await inbox.known(PAGE, _once(mail))
    state = StopState.DONE if done else StopState.GOOD
    return StopView(state=state, who=mail.who, mailbox=mail.mailbox)


def _once(mail: Mail) -> str:
    return f"stop:{mail.row.id}"
