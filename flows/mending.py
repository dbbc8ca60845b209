"""A conversation parked before its flow was edited finds its place again: never a dead conversation."""

from dataclasses import replace

from flows.catalogue import Catalogue
from flows.session import Frame, Session
from flows.steps import Call, Wait


def mended(catalogue: Catalogue, session: Session) -> tuple[Session, bool]:
    """The session on today's flows, and whether the citizen must be told that it moved."""
    if all(_unchanged(catalogue, frame) for frame in session.frames):
        return session, False
    kept: list[Frame] = []
    for frame in session.frames:
        placed = _placed(catalogue, frame)
        if placed is None:
            return replace(session, frames=tuple(kept), question=None), True
        kept.append(placed)
    moved = kept[-1].asked == 0 != session.top.asked
    return replace(session, frames=tuple(kept)), moved


def _unchanged(catalogue: Catalogue, frame: Frame) -> bool:
    flow = catalogue.flows.get(frame.flow)
    return flow is not None and flow.fingerprint == frame.fingerprint


def _placed(catalogue: Catalogue, frame: Frame) -> Frame | None:
    """By the declared map, else the same id, else the last safe wait of its path, else the beginning."""
    flow = catalogue.flows.get(frame.flow)
    if flow is None:
        return None
    step = flow.moved.get(frame.step, frame.step)
    found = flow.by_id.get(step)
    print_ = flow.fingerprint
    if isinstance(found, Wait) or (isinstance(found, Call) and frame.calling):
        return replace(frame, step=step, fingerprint=print_)
    passed = [flow.moved.get(known, known) for known in frame.path]
    safe = next((known for known in reversed(passed) if flow.waits(known)), flow.first)
    return replace(frame, step=safe, fingerprint=print_, asked=0, calling=False, path=())
