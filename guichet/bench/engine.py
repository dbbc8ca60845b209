"""The pure engine: a whole activation, from the invitation to the dashboard, no database, no channel."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from time import perf_counter

from desk.catalogue import catalogue
from flows.catalogue import Catalogue
from flows.effects import Effect
from flows.engine import step
from flows.events import Began, Done, Inbound, Picked, SecretJudged, Verdict
from flows.here import Channel, Here, Level, SecretWay, Stage
from flows.message import Facts
from flows.session import Session
from flows.sprint import Sprint
from flows.steps import Secret, ways_of
from guichet.bench.report import Measure
from words.texts import Texts

_AT = datetime(2026, 6, 9, 10, tzinfo=UTC)
_HERE = Here(
    channel=Channel.TELEGRAM, level=Level.CHANGE, stage=Stage.INVITED, secrets=SecretWay.CHAT
)
#: How far the account has come once the town did that.
_MOVES = {
    Effect.ACTIVATE: Stage.ACTIVE,
    Effect.SET_IDENTIFIERS: Stage.SECURED,
    Effect.ACCEPT_TERMS: Stage.READY,
}
_TERMS: Facts = {"document": "terms", "version": "2026-1", "part": 1, "parts": 3, "code": "4821"}
#: Waits of one conversation at most: a flow that was edited would not turn in circles here.
MOST_WAITS = 40


def activation(known: Catalogue) -> Iterator[Sprint]:
    """Every sprint of one conversation, the session passing through its stored form at every wait."""
    here, session = _HERE, Session()
    event: Inbound = Began(at=_AT, here=here, flow="invitation", facts={})
    for _ in range(MOST_WAITS):
        sprint = step(known, session, event)
        yield sprint
        while sprint.effect is not None:
            here = replace(here, stage=_MOVES.get(sprint.effect.effect, here.stage))
            sprint = step(known, sprint.session, _done(known, sprint, here))
            yield sprint
        session = Session.open(sprint.session.close())
        if not session.frames or session.top.flow == "home":
            return
        event = _answer(known, session, here)


def _done(known: Catalogue, sprint: Sprint, here: Here) -> Done:
    """The town does it: the first outcome is the usual one."""
    assert sprint.effect is not None
    frame = sprint.session.top
    outcome = next(iter(ways_of(known[frame.flow].by_id[frame.step])))
    if sprint.effect.effect is Effect.WHERE:
        outcome = here.stage.name.lower()
    facts = _TERMS if sprint.effect.effect is Effect.SHOW_TERMS else {}
    return Done(at=_AT, here=here, outcome=outcome, facts=facts)


def _answer(known: Catalogue, session: Session, here: Here) -> Inbound:
    frame = session.top
    if isinstance(known[frame.flow].by_id[frame.step], Secret):
        return SecretJudged(
            at=_AT, here=here, verdict=Verdict.ACCEPTED, turn=frame.asked, reasons=(), facts={}
        )
    assert session.question is not None, f"{frame.flow}.{frame.step} asks nothing"
    key = session.question.choices[0].key
    return Picked(at=_AT, here=here, key=key, turn=frame.asked)


def measure(seconds: float) -> list[Measure]:
    """Steps a second, on one core."""
    known = catalogue(Texts.load())
    steps = conversations = 0
    begun = perf_counter()
    while (took := perf_counter() - begun) < seconds:
        steps += sum(1 for _ in activation(known))
        conversations += 1
    return [
        Measure(
            name="engine",
            figures={
                "steps_per_second": round(steps / took),
                "steps_a_conversation": round(steps / conversations, 1),
                "microseconds_a_step": round(took / steps * 1e6, 1),
            },
        )
    ]
