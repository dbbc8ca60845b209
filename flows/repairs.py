"""What mends a conversation: back, cancel, repeat, menu, and « je n'ai pas compris »."""

from dataclasses import replace
from typing import assert_never

from flows.here import Stage
from flows.note import NoteKind
from flows.running import Run
from flows.session import Frame
from flows.steps import Ask, Choose, Secret
from flows.vocabulary import Repair

#: After how many messages not understood in a row a person is proposed.
MOST_MISSES = 3


def mend(run: Run, repair: Repair) -> None:
    """Do what the repair says, then ask the question where the conversation now stands."""
    run.note(NoteKind.REPAIR, repair.value)
    match repair:
        case Repair.MENU:
            run.begin(run.catalogue.base)
        case Repair.BACK | Repair.CORRECT:
            _back(run, repair)
        case Repair.CANCEL:
            _cancel(run)
        case Repair.REPEAT:
            if run.session.frames:
                run.aside("repair.repeat")
        case _ as never:
            assert_never(never)
    run.go()


def _back(run: Run, repair: Repair) -> None:
    """To the last question really answered; below the first one of a flow, to the flow that it interrupted."""
    if not run.session.frames:
        return
    top = run.session.top
    known = [step for step in top.path if run.flow.waits(step)]
    if known:
        run.aside("repair.correct" if repair is Repair.CORRECT else "repair.back")
        kept = replace(top, step=known[-1], path=tuple(known[:-1]), asked=0, calling=False)
        run.session = run.session.with_top(kept)
    elif below := _below(run):
        run.aside("repair.back")
        _drop_to(run, below)
    else:
        run.aside("repair.no_back")


def _cancel(run: Run) -> None:
    if below := _below(run):
        run.aside("repair.cancelled")
        _drop_to(run, below)
    elif run.session.frames:
        run.aside("repair.no_cancel")


def _below(run: Run) -> tuple[Frame, ...]:
    """What remains without the flow on top (and without the one whose proof it asks), if one can stand there."""
    frames = run.session.frames[:-1]
    if run.session.frames and run.session.top.flow == run.catalogue.prove:
        frames = frames[:-1]
    stands = frames and (not frames[-1].calling or _last_wait(run, frames[-1]))
    return frames if stands and run.catalogue.base != frames[-1].flow else ()


def _last_wait(run: Run, frame: Frame) -> str | None:
    flow = run.catalogue[frame.flow]
    return next((step for step in reversed(frame.path) if flow.waits(step)), None)


def _drop_to(run: Run, frames: tuple[Frame, ...]) -> None:
    """Stand on `frames`: at the question that led away from them, or where they were interrupted."""
    last = frames[-1]
    if last.calling and (step := _last_wait(run, last)):
        path = last.path[: last.path.index(step)]
        last = replace(last, step=step, path=path, asked=0, calling=False)
    run.session = replace(run.session, frames=(*frames[:-1], last))


def request(run: Run, name: str) -> None:
    """The citizen asks for something else: over the present question if the account is far enough."""
    run.note(NoteKind.REQUEST, name)
    here, flow = run.event.here, run.catalogue[name]
    proving = any(frame.flow == run.catalogue.prove for frame in run.session.frames)
    if here.stage < flow.stage:
        run.aside("repair.first_link" if here.stage is Stage.UNKNOWN else "repair.first")
    elif proving and not here.proves(flow.needs):
        run.aside("repair.first_prove")
    else:
        if not run.session.frames:
            run.push(run.catalogue.base)
        run.push(name)
    return run.go()


def unclear(run: Run, text: str) -> None:
    """Not understood: say it otherwise, then with an example, then propose a person."""
    misses = run.session.misses + 1
    run.note(NoteKind.UNCLEAR, str(misses), len(text))
    fresh = not run.session.turn
    run.session = replace(run.session, misses=0 if misses >= MOST_MISSES else misses)
    if fresh:
        return run.go()
    step = run.step
    if misses >= MOST_MISSES:
        run.aside("repair.unclear.person")
        run.push(run.catalogue.person)
    elif isinstance(step, Ask):
        run.aside(f"{step.text}.refused")
    elif isinstance(step, Secret):
        run.aside("repair.unclear.page")
    elif isinstance(step, Choose) and misses > 1:
        run.aside("repair.unclear.example")
    elif "?" in text:
        run.aside("repair.unclear.question")
    else:
        run.aside("repair.unclear")
    return run.go()
