"""Where a conversation stands. The runtime form, and the stored form with its version."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Self

from flows.message import Json, Message

#: The version written today. Every version ever written stays readable (tests/parked/).
ENVELOPE = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One flow being walked: where it is, what it learnt, the waits really passed (`path`)."""

    flow: str
    fingerprint: str
    step: str
    data: Mapping[str, Json] = field(default_factory=dict)
    path: tuple[str, ...] = ()
    asked: int = 0  # the turn at which its present question was asked
    calling: bool = False  # it waits for the flow that it called


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A stack of frames and the present question. `turn` numbers the questions of this conversation."""

    frames: tuple[Frame, ...] = ()
    question: Message | None = None
    turn: int = 0
    misses: int = 0
    last_pick: tuple[int, str] | None = None
    last_at: datetime | None = None
    trusted: bool = False  # while an effect is under way: what we began ourselves asks for no proof

    @property
    def top(self) -> Frame:
        """The frame being walked. A session at rest always has one once it has begun."""
        return self.frames[-1]

    def with_top(self, frame: Frame) -> Self:
        """The same session, its top frame replaced."""
        return replace(self, frames=(*self.frames[:-1], frame))

    def close(self) -> dict[str, Json]:
        """The envelope: plain JSON types and a version."""
        return {
            "v": ENVELOPE,
            "frames": [_close_frame(frame) for frame in self.frames],
            "question": self.question.close() if self.question else None,
            "turn": self.turn,
            "misses": self.misses,
            "last_pick": list(self.last_pick) if self.last_pick else None,
            "last_at": self.last_at.isoformat() if self.last_at else None,
            "trusted": self.trusted,
        }

    @classmethod
    def open(cls, stored: Mapping[str, Json]) -> "Session":
        """Read any version ever written; an empty mapping is a conversation that has not begun."""
        if not stored:
            return cls()
        frames, question, pick = stored["frames"], stored.get("question"), stored.get("last_pick")
        assert isinstance(frames, list)
        return cls(
            frames=tuple(_open_frame(frame) for frame in frames),
            question=Message.open(question) if isinstance(question, dict) else None,
            turn=_whole(stored["turn"]),
            misses=_whole(stored.get("misses", 0)),
            last_pick=(_whole(pick[0]), str(pick[1])) if isinstance(pick, list) else None,
            last_at=datetime.fromisoformat(str(stored["last_at"]))
            if stored.get("last_at")
            else None,
            trusted=bool(stored.get("trusted", False)),
        )


def _close_frame(frame: Frame) -> Json:
    return {
        "flow": frame.flow,
        "fingerprint": frame.fingerprint,
        "step": frame.step,
        "data": dict(frame.data),
        "path": list(frame.path),
        "asked": frame.asked,
        "calling": frame.calling,
    }


def _open_frame(stored: Json) -> Frame:
    assert isinstance(stored, dict)
    data, path = stored["data"], stored["path"]
    assert isinstance(data, dict)
    assert isinstance(path, list)
    return Frame(
        flow=str(stored["flow"]),
        fingerprint=str(stored["fingerprint"]),
        step=str(stored["step"]),
        data=data,
        path=tuple(str(step) for step in path),
        asked=_whole(stored.get("asked", 0)),
        calling=bool(stored.get("calling", False)),
    )


def _whole(number: Json) -> int:
    assert isinstance(number, int)
    return number
