"""A sprint in the making: walks the steps of the top frame until one waits, or wants an effect."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import assert_never

from flows.catalogue import MOST_FRAMES, MOST_STEPS, Catalogue
from flows.effects import LOOKS
from flows.events import Event
from flows.flow import Flow
from flows.message import Json, Kind, Message
from flows.note import Note, NoteKind
from flows.questions import question_of
from flows.session import Frame, Session
from flows.sprint import Sprint, Wanted
from flows.steps import Ask, Call, Choose, Do, End, Go, Leave, Read, Say, Secret, Step, Wait


class Run:
    """The one mutable thing of the engine: it lives for one call of `step`."""

    def __init__(self, catalogue: Catalogue, session: Session, event: Event) -> None:
        self.catalogue = catalogue
        self.session = session
        self.event = event
        self.messages: list[Message] = []
        self.notes: list[Note] = []
        self.effect: Wanted | None = None
        self.remind: tuple[timedelta, ...] = ()
        self.value: str | None = None
        self.trusted = False  # what we begin ourselves needs no proof from the citizen
        self._stopped = False

    def sprint(self) -> Sprint:
        """What has come of it."""
        return Sprint(
            session=replace(self.session, last_at=self.event.at),
            messages=tuple(self.messages),
            effect=self.effect,
            journal=tuple(self.notes),
            remind=self.remind,
        )

    @property
    def flow(self) -> Flow:
        """The flow being walked."""
        return self.catalogue[self.session.top.flow]

    @property
    def step(self) -> Step:
        """The step the conversation stands at."""
        return self.flow.by_id[self.session.top.step]

    def note(self, kind: NoteKind, detail: str = "", length: int | None = None) -> None:
        """Write a line of the journal, at the present step."""
        top = self.session.top if self.session.frames else None
        flow, step = (top.flow, top.step) if top else ("", "")
        self.notes.append(Note(kind=kind, flow=flow, step=step, detail=detail, length=length))

    def aside(self, text: str, params: Mapping[str, Json] | None = None) -> None:
        """A remark that stands beside the conversation."""
        self.messages.append(Message(text=text, params=params or {}, kind=Kind.ASIDE))

    def begin(self, flow: str, data: Mapping[str, Json] | None = None) -> None:
        """Leave everything and begin `flow`."""
        self.session = replace(self.session, frames=(), question=None)
        self.push(flow, data)

    def push(self, flow: str, data: Mapping[str, Json] | None = None) -> None:
        """Put `flow` on top. One that is open already is come back to, not opened twice."""
        frames = self.session.frames
        names = [frame.flow for frame in frames]
        if flow in names:
            frames = frames[: names.index(flow)]
        elif len(frames) >= MOST_FRAMES:
            frames = frames[:1]
        target = self.catalogue[flow]
        frame = Frame(flow=flow, fingerprint=target.fingerprint, step=target.first, data=data or {})
        self.session = replace(self.session, frames=(*frames, frame))

    def cut(self, depth: int) -> None:
        """Keep only the lowest `depth` frames."""
        self.session = replace(self.session, frames=self.session.frames[:depth])

    def learn(self, facts: Mapping[str, Json]) -> None:
        """Keep what was learnt in the top frame."""
        top = self.session.top
        self.session = self.session.with_top(replace(top, data={**top.data, **facts}))

    def enter(self, step: str) -> None:
        """Stand at that step of the top frame, as for the first time."""
        top = self.session.top
        path = top.path
        if self.flow.waits(top.step) and top.asked and top.step != step:
            path = (*(known for known in path if known != top.step), top.step)
        self.session = self.session.with_top(
            replace(top, step=step, asked=0, calling=False, path=path)
        )

    def go(self) -> None:
        """Walk until a step waits, an effect is wanted, or the citizen left."""
        for _ in range(MOST_STEPS):
            if self._stopped:
                return
            self._walk()
        raise LoopError(self.session.top.flow, self.session.top.step)

    def _walk(self) -> None:
        if not self.session.frames:
            self.push(self.catalogue.base)
        if not self.trusted and self.event.here.level < self.flow.needs:
            self.prove()
        step = self.step
        match step:
            case Say(text=text, then=then, links=links):
                data = self.session.top.data
                self.messages.append(Message(text=text, params=data, links=links))
                self.enter(then)
            case Do():
                self._want(step)
            case Call(flow=flow):
                self.session = self.session.with_top(replace(self.session.top, calling=True))
                self.push(flow)
            case Go(flow=flow):
                self.begin(flow)
            case End(outcome=outcome):
                self._end(outcome)
            case Leave():
                self._leave()
            case Ask() | Choose() | Read() | Secret():
                self.ask(step)
            case _ as never:
                assert_never(never)

    def prove(self) -> None:
        """Ask for the proof that the flow on top needs, before it goes any further."""
        self.push(self.catalogue.prove)
        self.note(NoteKind.PROOF)

    def ask(self, step: Wait) -> None:
        """Ask the present question: anew with a new number, or again with the number it has."""
        self._stopped = True
        top = self.session.top
        again = bool(top.asked) and top.asked == self.session.turn
        turn = self.session.turn if again else self.session.turn + 1
        question = replace(question_of(step, top, self.event.here), turn=turn)
        self.messages.append(question)
        self.session = replace(
            self.session.with_top(replace(top, asked=turn)), turn=turn, question=question
        )
        if not again:
            self.session = replace(self.session, misses=0)
            self.note(NoteKind.ASKED)
            self.remind = step.remind if isinstance(step, Choose | Read | Secret) else ()

    def stop(self) -> None:
        """Say nothing more: the conversation waits where it waited."""
        self._stopped = True

    def _want(self, step: Do) -> None:
        top = self.session.top
        self.effect = Wanted(effect=step.effect, data={**top.data, **step.given}, value=self.value)
        self._stopped = True
        if step.effect not in LOOKS:
            self.session = self.session.with_top(replace(top, path=()))

    def _end(self, outcome: str) -> None:
        self.note(NoteKind.ENDED, outcome)
        proving = self.session.top.flow == self.catalogue.prove
        self._pop()
        if proving and outcome != "proved" and self.session.frames:
            self._pop()
        self._resume(outcome)

    def _resume(self, outcome: str) -> None:
        """Back in the flow below: follow the outcome if it had called, else stand where it stood."""
        if not self.session.frames:
            return
        top, step = self.session.top, self.step
        if isinstance(step, Call) and top.calling:
            self.enter(step.to[outcome])

    def _leave(self) -> None:
        self.note(NoteKind.ENDED, "left")
        self.session = replace(self.session, frames=(), question=None)
        self._stopped = True

    def _pop(self) -> None:
        self.session = replace(self.session, frames=self.session.frames[:-1])


class LoopError(Exception):
    """A flow walked more steps than any conversation needs: it turns in circles."""

    def __init__(self, flow: str, step: str) -> None:
        super().__init__(f"the flow « {flow} » turns in circles at its step « {step} »: mend it")
