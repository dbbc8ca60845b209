"""Signing in on a page for a conversation that has no citizen yet: it is then linked to the space."""

from dataclasses import replace

from tortoise.transactions import in_transaction

from desk.closing import Conflict, close
from desk.counter import Counter
from desk.pages.links import LinkState, LinkView, Opened, form_is_good, new_form
from desk.pages.once import again_if_busy
from desk.pages.submission import Fault, FaultKind, Field, Form, Submission, Submitted, Typed
from desk.pages.ways import PAGE, Ways
from desk.playing import play
from desk.secrecy import Judgement, SecretWait, judge
from desk.speaker import Speaker
from desk.turns import open_turn
from flows.events import Verdict
from flows.here import Channel
from flows.message import Link
from flows.session import Session
from flows.steps import Secret
from models.conversation import Address, Conversation
from models.link import PageLink, Purpose
from portal import credentials

_FAULTS = {
    Verdict.WRONG: FaultKind.WRONG,
    Verdict.BLOCKED: FaultKind.BLOCKED,
    Verdict.LOCKED: FaultKind.LOCKED,
}


async def find(counter: Counter, town: str, token: str) -> PageLink | None:
    """The link of that token, when it was given to a conversation without a citizen."""
    row = counter.keys.row("page", token) if len(token) <= 64 else None
    return await PageLink.get_or_none(
        town=town, id=row or 0, purpose=Purpose.TEMPORARY, citizen_id__isnull=True
    )


async def look(counter: Counter, link: PageLink) -> LinkView:
    """What a page may show of it. It is good as long as the conversation waits for the password."""
    address = await Address.get_or_none(town=link.town, id=link.address_id)
    chat = address is not None and address.channel == Channel.TELEGRAM
    return LinkView(
        state=await _state(counter, link),
        purpose=link.purpose,
        signs_in=True,
        done_at=link.used_at,
        ways=Ways(goes_on=Channel.TELEGRAM if chat else Channel.MAIL),
    )


async def open_form(counter: Counter, link: PageLink) -> Opened:
    """After « Continuer »: login and password."""
    view = await look(counter, link)
    wait = await _wait(counter, link)
    if view.state is not LinkState.GOOD or wait is None:
        return Opened(view=view)
    login = str(wait.frame.data.get("typed_login", ""))
    return Opened(view=view, form=_form(new_form(counter, link), login, counter))


async def submit(counter: Counter, link: PageLink, typed: Typed) -> Submission:
    """Right, the conversation is linked and goes on; wrong, it is counted and said here alone."""
    wait = await _wait(counter, link)
    if wait is None or await _state(counter, link) is not LinkState.GOOD:
        return Submission(outcome=Submitted.CLOSED)
    if not form_is_good(counter, link, typed.signed):
        return Submission(outcome=Submitted.LATE)
    fault = _empty(typed)
    if fault is None:
        named = {**wait.frame.data, "typed_login": typed.login}
        asked = replace(wait, frame=replace(wait.frame, data=named))
        judged = await judge(counter, link.town, asked, typed.temporary)
        if judged.verdict is Verdict.ACCEPTED:
            return await _accepted(counter, link, judged)
        fault = await _counted(counter, judged)
    form = _form(typed.signed, typed.login, counter)
    return Submission(outcome=Submitted.REFUSED, faults=(fault,), form=form)


async def _state(counter: Counter, link: PageLink) -> LinkState:
    if link.used_at:
        return LinkState.DONE
    if link.revoked_at or await _wait(counter, link) is None:
        return LinkState.REVOKED
    return LinkState.GOOD if counter.clock() < link.expires_at else LinkState.EXPIRED


async def _wait(counter: Counter, link: PageLink) -> SecretWait | None:
    """The question that this page answers, if it is still asked in the conversation."""
    conversation = await Conversation.get_or_none(town=link.town, id=link.conversation_id)
    if conversation is None or conversation.citizen_id is not None:
        return None
    session = Session.open(conversation.session)
    flow = counter.catalogues[link.town].flows.get(session.top.flow) if session.frames else None
    step = flow.by_id.get(session.top.step) if flow else None
    if not isinstance(step, Secret) or step.link is not Link.TEMPORARY:
        return None
    return SecretWait(session=session, frame=session.top, step=step, citizen=None)


def _form(signed: str, login: str, counter: Counter) -> Form:
    return Form(
        signed=signed,
        purpose=Purpose.TEMPORARY,
        login=login,
        asks_temporary=True,
        signs_in=True,
        rules=counter.rules,
    )


def _empty(typed: Typed) -> Fault | None:
    if not typed.login.strip():
        return Fault(field=Field.LOGIN, kind=FaultKind.EMPTY)
    if not typed.temporary.strip():
        return Fault(field=Field.TEMPORARY, kind=FaultKind.EMPTY)
    return None


async def _counted(counter: Counter, judged: Judgement) -> Fault:
    """The same answer for a login that does not exist, which has nothing to count."""
    kind, about, now = _FAULTS[judged.verdict], judged.about, counter.clock()
    if about is None or kind is not FaultKind.WRONG:
        until = credentials.blocked_until(about, now) if about else None
        return Fault(field=Field.TEMPORARY, kind=kind, until=until)

    async def count() -> None:
        async with in_transaction():
            await credentials.failed(about, now)

    await again_if_busy(count)
    return Fault(field=Field.TEMPORARY, kind=kind)


async def _accepted(counter: Counter, link: PageLink, judged: Judgement) -> Submission:
    outcome = await again_if_busy(lambda: _play(counter, link, judged), or_when=Conflict)
    counter.leaving.ring()
    login = judged.about.login if judged.about else ""
    return Submission(outcome=outcome, login=login)


async def _play(counter: Counter, link: PageLink, judged: Judgement) -> Submitted:
    """The conversation hears the verdict as if the password had been typed there."""
    now = counter.clock()
    async with in_transaction():
        wait = await _wait(counter, link)
        if wait is None or wait.frame.asked != judged.turn:
            return Submitted.CLOSED
        # Two at once: the conversation's version stops the second one, which then finds it gone on.
        await PageLink.filter(id=link.id).update(used_at=now, used_by=PAGE)
        address = await Address.get(town=link.town, id=link.address_id)
        speaker = Speaker(conversation=await Conversation.get(id=link.conversation_id))
        turn = await open_turn(counter, address, speaker, key=f"page:{link.id}", now=now)
        assert judged.about is not None, "an accepted password is somebody's"
        await credentials.recognised(judged.about, now)
        await play(turn, judged.event(now, await turn.here()))
        await close(turn)
    return Submitted.DONE
