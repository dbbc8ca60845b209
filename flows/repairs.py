"""What mends a conversation: back, cancel, repeat, menu, and « je n'ai pas compris »."""

from dataclasses import replace
from typing import assert_never

from flows.note import NoteKind
from flows.running import Run
from flows.steps import Ask, Choose
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
    elif _interrupts(run):
        _drop(run)
    else:
        run.aside("repair.no_back")


def _cancel(run: Run) -> None:
    if _interrupts(run):
        run.aside("repair.cancelled")
        _drop(run)
    elif run.session.frames:
        run.aside("repair.no_cancel")


def _interrupts(run: Run) -> bool:
    """Whether the flow on top was put over another one that can go on without it."""
    frames = run.session.frames
    if len(frames) < 2:
        return False
    below = frames[-2]
    return not below.calling or run.catalogue[below.flow].name == "home"


def _drop(run: Run) -> None:
    frames = run.session.frames[:-1]
    if run.session.top.flow == run.catalogue.prove and len(frames) > 1:
        frames = frames[:-1]
    run.session = replace(run.session, frames=frames)
    if run.session.top.calling:
        back = run.session.top.path[-1] if run.session.top.path else run.flow.first
        run.session = run.session.with_top(
            replace(run.session.top, step=back, asked=0, calling=False)
        )


def request(run: Run, name: str) -> None:
    """The citizen asks for something else: over the present question if the account is far enough."""
    run.note(NoteKind.REQUEST, name)
    flow = run.catalogue[name]
    if run.event.here.stage < flow.stage and run.event.here.level >= flow.needs:
        run.aside("repair.first")
        return run.go()
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
    elif isinstance(step, Choose) and misses > 1:
        run.aside("repair.unclear.example")
    else:
        run.aside("repair.unclear")
    return run.go()
