"""How a mail is understood, and why: all that the door would make of it, for a person to read.

Needs no database and no settings. A mail that is refused has its explanation too.
"""

from dataclasses import asdict, dataclass, field
from typing import Any

from mail_ingest.authenticity import Standing, Trust, Verdict, verdict
from mail_ingest.automatic import automatic
from mail_ingest.bounce import Bounce, bounce
from mail_ingest.charset import decode
from mail_ingest.clue import clues
from mail_ingest.kind import Kind, kind_of
from mail_ingest.letter import Letter, read_letter
from mail_ingest.reference import references
from mail_ingest.repairs import Repair, repairs
from mail_ingest.reply import DELIMITER, END, Cut, Reply, reply_text

#: Bytes above which the door does not take a mail, unless a setting says less.
MOST_BYTES = 26_214_400
_LONGEST_SHOWN = 160  # signs of a line that was cut
_SHOWN = 4  # signs of a token: enough to tell two apart, too few to use one


@dataclass(frozen=True, slots=True)
class Clue:
    """What leads to a conversation: where it stood, and the first signs of the token."""

    found: str
    token: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """`text` is None where no words are read; `automatic` and `refused` hold the reason."""

    kind: Kind
    text: str | None = None
    automatic: str | None = None
    bounce: Bounce | None = None
    refused: str | None = None
    sealed: bool = False  # encrypted: no word could be read
    sender: str = ""
    sender_name: str = ""
    subject: str = ""
    standing: Verdict = field(default_factory=lambda: Verdict(Standing.NONE))
    clues: tuple[Clue, ...] = ()
    cut: tuple[Cut, ...] = ()
    repairs: tuple[Repair, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Plain JSON types; what is not there is null."""
        told = asdict(self)
        told["kind"] = self.kind.value
        told["standing"] = {
            "verdict": self.standing.standing.value,
            "reasons": list(self.standing.reasons),
        }
        return told


def refusal(reason: str) -> Explained:
    """What is not even read."""
    return Explained(kind=Kind.REFUSED, refused=reason)


def explain_mail(raw: bytes, *, trust: Trust | None = None) -> Explained:
    """A whole mail, in the bytes that came."""
    if not raw.strip():
        return refusal("empty")
    if len(raw) > MOST_BYTES:
        return refusal("too large")
    letter = read_letter(raw)
    return Explained(
        **_understood(letter),
        sender=letter.from_address,
        sender_name=letter.from_name,
        subject=letter.subject,
        standing=verdict(raw, trust or Trust()),
        clues=_clues(letter),
        repairs=repairs(raw),
    )


def explain_body(*, text: str | None = None, html: str | None = None) -> Explained:
    """A body alone, as a mail program shows it: nothing is known of who sent it."""
    return Explained(**_understood(Letter(text=_clean(text), html=_clean(html))))


def _understood(letter: Letter) -> dict[str, Any]:
    """Its kind, and what that kind holds."""
    if returned := bounce(letter):
        return {"kind": Kind.BOUNCE, "bounce": returned}
    reply = reply_text(letter, DELIMITER, END)
    told = {"text": reply.text, "cut": _shown(reply), "sealed": letter.sealed}
    if machine := automatic(letter, None):
        return {"kind": Kind.AUTOMATIC, "automatic": machine, **told}
    return {"kind": kind_of(letter, reply), **told}


def _shown(reply: Reply) -> tuple[Cut, ...]:
    return tuple(Cut(cut.rule, cut.line[:_LONGEST_SHOWN]) for cut in reply.cut)


def _clues(letter: Letter) -> tuple[Clue, ...]:
    """In the order in which the door believes them."""
    found = clues(letter)
    return tuple(
        Clue(where, f"{token[:_SHOWN]}…")
        for where, tokens in (
            ("recipient", found.reply_tokens),
            ("thread", found.message_tokens),
            ("reference", tuple(dict.fromkeys(references(letter)))),
        )
        for token in tokens
    )


def _clean(text: str | None) -> str | None:
    """As if it had come in bytes: no NUL, no lone surrogate, one kind of line end."""
    if text is None:
        return None
    clean = decode(text.encode("utf-8", "replace"), "utf-8")
    return clean.replace("\r\n", "\n").replace("\r", "\n")
