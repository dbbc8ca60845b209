"""What one step of the engine answers: the new session, what to say, what to do, what to write down."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from flows.effects import Effect
from flows.message import Json, Message
from flows.note import Note
from flows.session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """An effect that the flow waits for, with what it learnt so far. `value` is handed over, never kept."""

    effect: Effect
    data: Mapping[str, Json] = field(default_factory=dict)
    value: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sprint:
    """Messages in order. With an `effect`, carry it out and call `step` again with `Done`."""

    session: Session
    messages: tuple[Message, ...] = ()
    effect: Wanted | None = None
    journal: tuple[Note, ...] = ()
    #: After how long without an answer the present question is asked again; empty when it is not new.
    remind: tuple[timedelta, ...] = ()
    #: The ways taken, in order: flow, step, way. For counting, and for knowing what the stories cover.
    walked: tuple[tuple[str, str, str], ...] = ()
