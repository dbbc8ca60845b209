"""What the citizen says: an answer to the present question, a repair, a request, or not understood."""

from dataclasses import replace
from datetime import timedelta
from typing import assert_never

from flows.catalogue import LONGEST_ANSWER, Catalogue
from flows.events import Carries, Picked, Said
from flows.here import Channel, Stage
from flows.leafing import accepts, turn_page
from flows.message import Choice
from flows.note import NoteKind
from flows.repairs import mend, request, unclear
from flows.running import Run
from flows.session import Session
from flows.spelling import plain
from flows.steps import PAPERS, Ask, Choose, Read, Secret, Wait, keys_of
from flows.understanding import (
    Command,
    Greeting,
    Mend,
    Pick,
    Request,
    Thanks,
    Words,
    understand,
    understand_exactly,
)
from flows.vocabulary import Repair

#: After how long « bonjour » is that of someone who comes back.
LONG_AGO = timedelta(hours=12)


def hear(run: Run, event: Said) -> None:
    """Free words, or what came in their place."""
    text = event.text.strip()
    if (event.papers or event.unkept) and wants_papers(run.session, run.catalogue):
        return _papers(run, event)
    if not text or event.carries is not Carries.WORDS:
        return _wordless(run, event)
    if event.beside:
        run.note(NoteKind.REFUSED, "beside")
        run.aside("repair.beside")
    if len(text) > LONGEST_ANSWER:
        run.note(NoteKind.UNCLEAR, "too_long", len(text))
        run.aside("repair.too_long", {"most": LONGEST_ANSWER})
        return run.go()
    return _words(run, event, text)


def _wordless(run: Run, event: Said) -> None:
    run.note(NoteKind.UNCLEAR, event.carries.value)
    empty = event.carries is Carries.WORDS
    run.aside("repair.empty" if empty else f"repair.{event.carries.value}")
    run.go()


def wants_papers(session: Session, catalogue: Catalogue) -> bool:
    """Whether the question that waits is answered by files."""
    if not session.frames or (flow := catalogue.flows.get(session.top.flow)) is None:
        return False
    step = flow.by_id.get(session.top.step)
    return isinstance(step, Choose) and step.papers is not None


def _papers(run: Run, event: Said) -> None:
    """Those that were kept go on; of the others it is said why, with what is accepted."""
    for why in dict.fromkeys(event.unkept):
        run.note(NoteKind.REFUSED, f"paper:{why.value}")
        run.aside(f"paper.unkept.{why.value}")
    if not event.papers:
        return run.go()
    if run.unproved():
        return None
    run.note(NoteKind.ANSWERED, "paper", length=len(event.papers))
    run.learn({"papers": list(event.papers)})
    run.take(PAPERS)
    return run.go()


def _words(run: Run, event: Said, text: str) -> None:
    waiting = _waiting(run)
    older = waiting is not None and event.turn not in {None, run.session.top.asked}
    stale = older or run.moved
    if waiting is None or stale:
        return _elsewhere(run, text, stale=stale)
    if isinstance(waiting, Ask) and _answer(run, waiting, text):
        return None
    if _code(run, waiting, text):
        return run.go()
    if isinstance(waiting, Read) and accepts(run, text):
        return None
    # What is wished for is remembered across the proof; an answer is not, and is asked again.
    choices = () if run.doubtful and _wishes(run, text) else offered(run.session, waiting)
    return _obey(run, understand(text, choices, run.catalogue.vocabulary), text)


def _wishes(run: Run, text: str) -> bool:
    return isinstance(understand(text, (), run.catalogue.vocabulary), Request)


def _waiting(run: Run) -> Wait | None:
    """The step that waits, or None in a conversation that has not begun."""
    step = run.step if run.session.frames else None
    return step if isinstance(step, Wait) else None


def offered(session: Session, step: Wait) -> list[Choice]:
    """The choices in the order in which they were shown, which is what a number means, then the others."""
    shown = list(session.question.choices) if session.question else []
    every = keys_of(step)
    known = [choice for choice in shown if choice.key in every]
    keys = {choice.key for choice in known}
    return [*known, *(Choice(key) for key in every if key not in keys)]


def _elsewhere(run: Run, text: str, *, stale: bool) -> None:
    """No question waits, or these words answer an older one: requests are heard, answers are not."""
    if _code(run, None, text):
        return run.go()
    command = understand(text, (), run.catalogue.vocabulary)
    answers = stale and isinstance(command, Thanks) and _may_answer(run, text)
    if isinstance(command, Mend | Request | Thanks) and not answers:
        return _obey(run, command, text)
    if stale:
        run.stale(length=len(text))
    return run.go()


def _may_answer(run: Run, text: str) -> bool:
    """« Ok merci » thanks, but it was a yes to some question."""
    return any(plain(text) in said for said in run.catalogue.vocabulary.choices.values())


def _answer(run: Run, step: Ask, text: str) -> bool:
    """A free answer, unless the words are exactly a choice, a repair, a request or a greeting."""
    words = offered(run.session, step), run.catalogue.vocabulary
    value = step.check(text) if understand_exactly(plain(text), *words) is None else None
    if value is None:
        return False
    if run.unproved():
        return True
    run.note(NoteKind.ANSWERED, length=len(text))
    if step.save:
        run.learn({step.save: value})
    else:
        run.value = value
    run.take("then")
    run.go()
    return True


def _code(run: Run, waiting: Wait | None, text: str) -> bool:
    """A code or a pasted link is understood wherever it comes, except where a secret may look like one."""
    code = None if isinstance(waiting, Secret) else run.catalogue.recognise(text)
    if code is None:
        return False
    run.note(NoteKind.REQUEST, run.catalogue.recognised_by)
    if not run.session.frames:
        run.push(run.catalogue.base)
    run.push(run.catalogue.recognised_by)
    run.value = code
    return True


def _obey(run: Run, command: Command, text: str) -> None:
    if run.session.misses and not isinstance(command, Words):
        run.session = replace(run.session, misses=0)
    match command:
        case Pick(key=key):
            return _choose(run, key)
        case Mend(repair=repair):
            return mend(run, repair)
        case Request(flow=flow):
            return request(run, flow)
        case Greeting():
            return _greeted(run, text)
        case Thanks():
            return _thanked(run)
        case Words():
            return unclear(run, text)
        case _ as never:
            assert_never(never)


def _greeted(run: Run, text: str) -> None:
    """Whoever is known goes on; to a stranger, Telegram's « démarrer » means from the beginning."""
    if text.startswith("/start") and run.event.here.stage is Stage.UNKNOWN:
        return mend(run, Repair.MENU)
    if run.session.turn:
        run.aside("repair.returning" if _comes_back(run) else "repair.greeting")
    return run.go()


def _comes_back(run: Run) -> bool:
    last = run.session.last_at
    return last is not None and run.event.at - last > LONG_AGO


def _thanked(run: Run) -> None:
    """« Merci » deserves a word in a chat, and no mail back. [DOMAIN.md 6]"""
    run.note(NoteKind.REPAIR, "merci")
    asks = run.moved or not run.session.frames
    if run.event.here.channel is Channel.MAIL and run.session.turn and not run.moved:
        return run.stop()
    run.aside("repair.thanks")
    return run.go() if asks else run.stop()


def pick(run: Run, event: Picked) -> None:
    """A button: of the present question, of an older one, or pressed twice."""
    waiting = _waiting(run)
    if (event.turn, event.key) == run.session.last_pick:
        return run.note(NoteKind.STALE, "twice")
    if waiting and event.turn == run.session.top.asked and event.key in keys_of(waiting):
        run.session = replace(run.session, last_pick=(event.turn, event.key))
        return _choose(run, event.key)
    command = understand_exactly(plain(event.key), (), run.catalogue.vocabulary)
    if isinstance(command, Mend | Request):
        return _obey(run, command, event.key)
    run.stale(event.key)
    return run.go()


def _choose(run: Run, key: str) -> None:
    step = run.step
    if run.unproved():
        return None
    if isinstance(step, Read):
        return turn_page(run, step, key)
    assert isinstance(step, Ask | Choose | Secret)
    if isinstance(step, Choose) and run.event.here.level < step.answer_needs:
        run.note(NoteKind.PROOF, key)
        run.aside(f"{step.text}.unproved")
        return run.go()
    run.note(NoteKind.ANSWERED, key)
    run.take(key)
    return run.go()
