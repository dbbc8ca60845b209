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
    Verdict,
)
from flows.hearing import hear, pick
from flows.here import Channel
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
        run.moved = True
        run.aside("repair.changed")
        run.note(NoteKind.MOVED)
    elif _left_behind(run, event):
        run.begin(catalogue.base)
        run.moved = True
        run.note(NoteKind.MOVED, "stage")
    _give(run, event)
    return run.sprint()


def _left_behind(run: Run, event: Inbound) -> bool:
    """Whether the account went back a stage (new terms) while the conversation stood where it was."""
    if not isinstance(event, Said | Picked) or not run.session.frames:
        return False
    return event.here.stage < run.catalogue[run.session.frames[0].flow].stage


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
            _troubled(run)
        case Done(outcome=outcome, facts=facts):
            _done(run, outcome, facts)
        case _ as never:
            assert_never(never)


def _troubled(run: Run) -> None:
    """Say it, and ask again what was asked. Nothing new is tried: it may be what failed."""
    run.trusted = True
    run.note(NoteKind.TROUBLE)
    run.aside("repair.trouble")
    if run.session.frames and isinstance(run.step, Wait):
        run.go()


def _begin(run: Run, flow: str, facts: Facts) -> None:
    run.trusted = True
    if flow not in run.catalogue.flows:
        flow = run.catalogue.base
    if flow == run.catalogue.base or not run.session.frames:
        run.begin(run.catalogue.base)
    if flow != run.catalogue.base:
        run.push(flow, facts)
    run.go()


def _done(run: Run, outcome: str, facts: Facts) -> None:
    step = run.step
    assert isinstance(step, Do)
    run.note(NoteKind.EFFECT, f"{step.effect.value}:{outcome}")
    run.learn(facts)
    run.take(outcome)
    run.go()


#: Verdicts after which the same secret is asked again, each in its own words.
VERDICTS_SAID = frozenset({"refused", "wrong", "blocked", "locked"})


def _judged(run: Run, event: SecretJudged) -> None:
    verdict = event.verdict.value
    run.note(NoteKind.SECRET, verdict)
    step = run.step if run.session.frames else None
    if not isinstance(step, Secret) or run.session.top.asked != event.turn:
        run.stale(verdict)
    elif verdict in step.to:
        run.learn({**event.facts, "reasons": list(event.reasons)})
        run.take(verdict)
    else:
        said = verdict if verdict in VERDICTS_SAID else Verdict.REFUSED.value
        run.aside(f"secret.{said}", {**event.facts, "reasons": list(event.reasons)})
    run.go()


def _remind(run: Run, event: Silence) -> None:
    """Ask again, once, what is still unanswered. A late reminder says nothing."""
    run.trusted = True
    frames = run.session.frames
    if not frames or run.session.top.asked != event.turn or not isinstance(run.step, Wait):
        run.note(NoteKind.STALE, "silence")
        return
    run.note(NoteKind.REMINDED, str(event.nth))
    # A chat that slept too long may be in other hands; a mail goes to the address on file.
    if event.here.channel is not Channel.MAIL and not event.here.proves(run.flow.needs):
        run.aside("repair.sleeping")
        return
    run.aside("repair.remind", {"nth": event.nth})
    run.in_full = True
    run.go()


def _happened(run: Run, event: Happened) -> None:
    """The account moved elsewhere: whoever waits for that goes on; the others are told."""
    run.trusted = event.here.channel is Channel.MAIL
    run.note(NoteKind.HAPPENED, event.what)
    listening = _listener(run, event.what)
    if listening is None:
        run.aside(f"happened.{event.what if event.what in HAPPENINGS else 'other'}", event.facts)
        if event.what in ALWAYS_RESTART or (event.what in RESTART and not _is_home(run)):
            run.begin(run.catalogue.base)
    else:
        run.cut(listening)
        run.learn(event.facts)
        run.take(f"@{event.what}")
    run.go()


#: What may happen elsewhere. Those that move the account make the journey look where it stands.
ALWAYS_RESTART = frozenset({"frozen", "unfrozen", "joined"})
RESTART = frozenset({"activated", "identifiers_set", "temporary_given", "terms_accepted"})
HAPPENINGS = ALWAYS_RESTART | RESTART | {"password_set", "unlocked"}


def _is_home(run: Run) -> bool:
    return bool(run.session.frames) and run.session.frames[0].flow == "home"


def _listener(run: Run, what: str) -> int | None:
    """How deep the flow that waits for that lies, the highest first."""
    for depth in range(len(run.session.frames), 0, -1):
        frame = run.session.frames[depth - 1]
        step = run.catalogue[frame.flow].by_id[frame.step]
        if isinstance(step, Wait) and what in step.on:
            return depth
    return None
