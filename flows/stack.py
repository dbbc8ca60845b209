"""The frames of a conversation and what is said and noted while they change: the hands of a sprint."""

from collections.abc import Mapping
from dataclasses import replace

from flows.catalogue import MOST_FRAMES, Catalogue
from flows.flow import Flow
from flows.message import Json, Kind, Message
from flows.note import Note, NoteKind
from flows.session import Frame, Session
from flows.steps import Call, Read, Step, ways_of


class Stack:
    """Flows laid one on another, the top one being walked. It knows no event and decides nothing."""

    def __init__(self, catalogue: Catalogue, session: Session) -> None:
        self.catalogue = catalogue
        self.session = session
        self.messages: list[Message] = []
        self.notes: list[Note] = []
        self.walked: list[tuple[str, str, str]] = []
        self.moved = False  # the question that was asked is gone: no answer is applied to another

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

    def stale(self, detail: str = "", length: int | None = None) -> None:
        """What came answers a question that is no longer asked: say so, unless it was said already."""
        self.note(NoteKind.STALE, detail, length)
        if not self.moved:
            self.aside("repair.stale")

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

    def call(self, step: Call) -> None:
        """Put the flow that `step` calls on top, told what it passes on."""
        top = self.session.top
        self.session = self.session.with_top(replace(top, calling=True))
        told = {name: top.data[name] for name in step.passing if name in top.data}
        self.push(step.flow, told)
        if step.at:
            self.session = self.session.with_top(replace(self.session.top, step=step.at))

    def cut(self, depth: int) -> None:
        """Keep only the lowest `depth` frames."""
        self.session = replace(self.session, frames=self.session.frames[:depth])

    def learn(self, facts: Mapping[str, Json]) -> None:
        """Keep what was learnt in the top frame."""
        top = self.session.top
        self.session = self.session.with_top(replace(top, data={**top.data, **facts}))

    def take(self, way: str) -> None:
        """Leave the step of the top frame by that way, and stand at the next as for the first time."""
        top = self.session.top
        step = ways_of(self.step)[way]
        self.walked.append((top.flow, top.step, way))
        path = top.path
        if self.flow.waits(top.step) and top.asked and top.step != step:
            path = (*(known for known in path if known != top.step), top.step)
        data = {**top.data, "part": 1} if isinstance(self.flow.by_id[step], Read) else top.data
        self.session = self.session.with_top(
            replace(top, step=step, asked=0, calling=False, path=path, data=data)
        )
