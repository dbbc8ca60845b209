"""The engine: one event in, one sprint out. The same arguments always give the same answer."""

from typing import assert_never

from flows.catalogue import Catalogue
from flows.events import (
    Began,
    Done,
    Happened,
    Inbound,
    Picked,
    Said,
    SecretJudged,
    SecretMisplaced,
    Silence,
    Troubled,
)
from flows.hearing import hear, pick
from flows.mending import mended
from flows.message import Facts
from flows.note import NoteKind
from flows.running import Run
from flows.session import Session
from flows.sprint import Sprint
from flows.steps import Do, Secret, Wait


def step(catalogue: Catalogue, session: Session, event: Inbound) -> Sprint:
    """Give `event` to the step the conversation waits at.

    Raises `LoopError` when a flow turns in circles, `KeyError` when an effect answers what it never declared.
    """
    session, moved = mended(catalogue, session)
    run = Run(catalogue, session, event)
    if moved:
        run.aside("repair.changed")
        run.note(NoteKind.MOVED)
    _give(run, event)
    return run.sprint()


def _give(run: Run, event: Inbound) -> None:
    match event:
        case Said():
            hear(run, event)
        case Picked():
            pick(run, event)
        case SecretJudged():
            _judged(run, event)
        case SecretMisplaced():
            run.note(NoteKind.MISPLACED)
            run.aside("secret.misplaced")
            run.go()
        case Silence():
            _remind(run, event)
        case Happened():
            _happened(run, event)
        case Began(flow=flow, facts=facts):
            _begin(run, flow, facts)
        case Troubled():
            run.trusted = True
            run.note(NoteKind.TROUBLE)
            run.aside("repair.trouble")
            run.go()
        case Done(outcome=outcome, facts=facts):
            _done(run, outcome, facts)
        case _ as never:
            assert_never(never)


def _begin(run: Run, flow: str, facts: Facts) -> None:
    run.trusted = True
    if not run.session.frames and flow != run.catalogue.base:
        run.push(run.catalogue.base)
    run.push(flow, facts)
    run.go()


def _done(run: Run, outcome: str, facts: Facts) -> None:
    step = run.step
    assert isinstance(step, Do)
    run.note(NoteKind.EFFECT, f"{step.effect.value}:{outcome}")
    run.learn(facts)
    run.enter(step.to[outcome])
    run.go()


def _judged(run: Run, event: SecretJudged) -> None:
    verdict = event.verdict.value
    run.note(NoteKind.SECRET, verdict)
    step = run.step if run.session.frames else None
    if not isinstance(step, Secret) or run.session.top.asked != event.turn:
        run.aside("repair.stale")
    elif verdict in step.to:
        run.learn({**event.facts, "reasons": list(event.reasons)})
        run.enter(step.to[verdict])
    else:
        run.aside(f"{step.text}.{verdict}", {**event.facts, "reasons": list(event.reasons)})
    run.go()


def _remind(run: Run, event: Silence) -> None:
    """Ask again, once, what is still unanswered. A late reminder says nothing."""
    run.trusted = True
    frames = run.session.frames
    if not frames or run.session.top.asked != event.turn or not isinstance(run.step, Wait):
        run.note(NoteKind.STALE, "silence")
        return
    run.note(NoteKind.REMINDED, str(event.nth))
    if event.here.level < run.flow.needs:
        run.aside("repair.sleeping")
        return
    run.aside("repair.remind", {"nth": event.nth})
    run.go()


def _happened(run: Run, event: Happened) -> None:
    """The account moved elsewhere: whoever waits for that goes on; the others are told."""
    run.note(NoteKind.HAPPENED, event.what)
    listening = _listener(run, event.what)
    if listening is None:
        run.aside(f"happened.{event.what}", event.facts)
        if event.what in RESTARTS and not _is_home(run):
            run.begin(run.catalogue.base)
    else:
        depth, target = listening
        run.cut(depth)
        run.learn(event.facts)
        run.enter(target)
    run.go()


#: What changes the stage of the account so much that the journey has to look where it stands.
RESTARTS = frozenset({"frozen", "activated", "identifiers_set", "joined", "temporary_given"})


def _is_home(run: Run) -> bool:
    return bool(run.session.frames) and run.session.frames[0].flow == "home"


def _listener(run: Run, what: str) -> tuple[int, str] | None:
    for depth in range(len(run.session.frames), 0, -1):
        frame = run.session.frames[depth - 1]
        step = run.catalogue[frame.flow].by_id[frame.step]
        if isinstance(step, Wait) and what in step.on:
            return depth, step.on[what]
    return None
