"""The conversation as a story file, in the format of `tests/flows/stories`: keys, never a secret.

A conversation is one story; where an address leads elsewhere, another one begins.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from desk.journal.reading import Line
from desk.tidying import DEEDS
from flows.effects import OUTCOMES, Effect
from flows.here import Channel, SecretWay
from flows.note import NoteKind
from guichet.terminal.evening import Round
from models.post import Outbox
from portal.standing import Standing

#: What a story's own town answers anyway.
USUAL = frozenset(
    f"{effect.value}:{outcome}"
    for outcome, effects in {
        "activated": (Effect.ACTIVATE,),
        "sent": (Effect.FRESH_INVITATION,),
        "found": (Effect.FIND_CODE,),
        "proved": (Effect.CHECK_PROOF, Effect.FIRST_SIGN_IN),
        "page": (Effect.FIRST_SIGN_IN,),
        "free": (Effect.CHECK_LOGIN,),
        "set": (Effect.SET_IDENTIFIERS, Effect.SET_READY),
        "accepted": (Effect.ACCEPT_TERMS,),
        "code": (Effect.SEND_PROOF,),
        "mail": (Effect.SEND_PROOF,),
        "some": (
            Effect.REQUESTS,
            Effect.INVOICES,
            Effect.DOCUMENTS,
            Effect.HOUSEHOLD,
            Effect.NEWS,
        ),
    }.items()
    for effect in effects
)
#: Said by the desk, not by a flow.
NOT_TOLD = DEEDS | {"notice"}
_START = re.compile(r"/start \S+")
_DIGITS = re.compile(r"\d{4}(\d{2})?")
#: What stands in a story for a token, a code, a proof, the code of the terms.
TOKEN, CODE, PROOF, TERMS = "abcdefghij-0123456789", "KX7P-4MND", "123456", "4821"


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Where the conversation stood before the line: which one, at which question, who, how far."""

    channel: Channel
    secrets: SecretWay
    conversation: int | None = None
    asked: int = 0
    known: bool = False
    standing: Standing = Standing.UNKNOWN


@dataclass(slots=True)
class Story:
    """Written as it goes; `text` is what can be saved."""

    lines: list[str] = field(default_factory=list)
    _channel: Channel | None = None
    _conversation: int | None = None

    def text(self) -> str:
        """The file."""
        return "\n".join(self.lines) + "\n"

    def tells(self, written: str, before: Setting, done: Round, *, after: int | None) -> None:
        """One thing done by hand, what the town's deeds gave, what was said; then the conversation `after`."""
        self._place(before)
        effects = [line.detail for line in done.journal if _of_a_flow(line)]
        said = [row for row in done.said if row.message["text"] not in NOT_TOLD]
        if "bind:bound" in effects and "activate:activated" not in effects:
            self.lines.append(f"@ opens {_stage(effects)}")
        self.lines += [*_answers(effects, said), written]
        self.lines += [*(f"! {effect}" for effect in effects), *map(_told, said)]
        self._conversation = after

    def _place(self, now: Setting) -> None:
        """A new story, or the same one on the other channel."""
        if not self.lines or now.conversation != self._conversation:
            self.lines += ["", *_head(now)] if self.lines else _head(now)
        elif now.channel is not self._channel:
            level = "read" if now.channel is Channel.MAIL else "change"
            self.lines.append(f"@ here channel={now.channel} secrets={now.secrets} level={level}")
        self._channel, self._conversation = now.channel, now.conversation


def said(text: str, before: Setting, answered: int | None) -> str:
    """The line for words. `answered`: the question that the mail answers."""
    if answered and answered != before.asked:
        return f"@ reply {answered} {text}"
    return f"> {text}"


def judged(done: Round) -> str:
    """The line for a secret: its verdict only."""
    verdict = next((one.detail for one in done.journal if one.kind == NoteKind.SECRET), "")
    if not verdict:
        return "@ misplaced"
    reasons = [reason for row in done.said for reason in row.message["params"].get("reasons", ())]
    return " ".join(["@ secret", verdict, *dict.fromkeys(reasons)])


def discreet(text: str, done: Round) -> str:
    """The words without a token or a code: those of a town that nobody else has."""
    effects = {line.detail.partition(":")[0] for line in done.journal}
    if Effect.FIND_CODE in effects:
        return f"/start {TOKEN}" if _START.fullmatch(text) or "start=" in text else CODE
    for effect, stands in ((Effect.CHECK_PROOF, PROOF), (Effect.ACCEPT_TERMS, TERMS)):
        if effect in effects:
            text = _DIGITS.sub(stands, text)
    return text


def _head(now: Setting) -> list[str]:
    level = "public" if not now.known else "read" if now.channel is Channel.MAIL else "change"
    return [
        "# Une conversation au terminal.",
        f"# only: {now.channel}",
        f"@ here stage={now.standing} level={level} secrets={now.secrets}",
    ]


def _answers(effects: list[str], said: list[Outbox]) -> Iterator[str]:
    """What the town must answer for the story to go the same way."""
    for told in effects:
        effect, _, outcome = told.partition(":")
        if told == "show_terms:shown":
            every = [row.message["params"] for row in said]
            parts = next((params["parts"] for params in every if "parts" in params), 1)
            yield f"= {effect} {outcome} {json.dumps({'parts': parts})}"
        elif effect != Effect.WHERE and told not in USUAL and len(OUTCOMES[Effect(effect)]) > 1:
            yield f"= {effect} {outcome}"


def _of_a_flow(line: Line) -> bool:
    """Whether a flow wanted that; the desk notes some deeds of its own."""
    effect, _, outcome = line.detail.partition(":")
    known = effect in set(Effect) and outcome in OUTCOMES[Effect(effect)]
    return line.kind == NoteKind.EFFECT and known


def _told(row: Outbox) -> str:
    message: Mapping[str, list[list[str]]] = row.message
    keys = " ".join(key for key, _ in message["choices"])
    return f"< {message['text']} [{keys}]" if keys else f"< {message['text']}"


def _stage(effects: list[str]) -> str:
    """How far the space that was joined had come."""
    where = [told.partition(":")[2] for told in effects if told.startswith("where:")]
    return where[-1] if where else Standing.INVITED.value
