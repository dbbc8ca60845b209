"""How a line of the journal looks: for eyes, in colour, at Paris time; for machines, as JSON."""

from collections.abc import Mapping
from datetime import date

from babel.dates import format_date
from rich.text import Text

from desk.journal.reading import Line
from flows.note import NoteKind
from portal.erasure import MARK
from portal.paris import PARIS

#: The colour of each kind; the words say it all, colour alone never does.
STYLES: Mapping[str, str] = {
    NoteKind.ASKED: "dim",
    NoteKind.ANSWERED: "green",
    NoteKind.REFUSED: "yellow",
    NoteKind.UNCLEAR: "yellow",
    NoteKind.STALE: "yellow",
    NoteKind.REPAIR: "cyan",
    NoteKind.REQUEST: "cyan",
    NoteKind.EFFECT: "bold green",
    NoteKind.SECRET: "magenta",
    NoteKind.MISPLACED: "bold magenta",
    NoteKind.REMINDED: "blue",
    NoteKind.HAPPENED: "bold blue",
    NoteKind.PROOF: "magenta",
    NoteKind.ENDED: "dim green",
    NoteKind.MOVED: "yellow",
    NoteKind.TROUBLE: "bold red",
    NoteKind.DELIVERY: "dim blue",
    NoteKind.AUTOMATIC: "dim",
    NoteKind.STAFF: "bold cyan",
}
_CHANNELS = {"telegram": "Telegram", "mail": "courriel", "page": "page", "": "—"}
_WHO, _CHANNEL, _TOWN = 26, 8, 14


class Look:
    """Lines one after the other; remembers the day, to tell it when it changes."""

    def __init__(self, *, towns: bool) -> None:
        self._towns = towns
        self._day: date | None = None

    def day_of(self, line: Line) -> Text | None:
        """The day, when `line` begins another one."""
        day = line.at.astimezone(PARIS).date()
        if day == self._day:
            return None
        self._day = day
        return Text(format_date(day, "full", locale="fr_FR"), style="bold")

    def text(self, line: Line) -> Text:
        """« 14:32:05  mme.testa (Mme T.)  courriel  a répondu « oui »  invitation/question  12 ms »."""
        parts = [
            (f"{line.at.astimezone(PARIS):%H:%M:%S}  ", "dim"),
            (f"{line.town:<{_TOWN}}  " if self._towns else "", ""),
            (f"{who(line):<{_WHO}}  ", "bold" if line.login else "dim"),
            (f"{_CHANNELS.get(line.channel, line.channel):<{_CHANNEL}}  ", ""),
            (line.sentence, STYLES.get(line.kind, "")),
            (_place(line) + _duration(line), "dim"),
        ]
        return Text.assemble(*(part for part in parts if part[0]))


def who(line: Line) -> str:
    """« mme.testa (Mme T.) »; a number for who is not known."""
    if line.login.startswith(MARK):
        return f"espace effacé n° {line.citizen_id}"
    if line.login:
        return f"{line.login} ({line.name})"
    return f"inconnu n° {line.address_id}" if line.address_id else "—"


def as_json(line: Line) -> dict[str, object]:
    """Names of keys stay; moments are ISO 8601, in UTC; `took_ms` in milliseconds."""
    return {
        "id": line.id,
        "at": line.at.isoformat(),
        "town": line.town,
        "citizen": line.citizen_id,
        "login": line.login,
        "name": line.name,
        "conversation": line.conversation_id,
        "address": line.address_id,
        "channel": line.channel,
        "flow": line.flow,
        "step": line.step,
        "kind": line.kind,
        "detail": line.detail,
        "length": line.length,
        "took_ms": None if line.took is None else line.took.total_seconds() * 1000,
        "sentence": line.sentence,
    }


def _place(line: Line) -> str:
    return f"  {line.flow}/{line.step}" if line.flow else ""


def _duration(line: Line) -> str:
    if line.took is None:
        return ""
    milliseconds = line.took.total_seconds() * 1000
    told = f"{milliseconds:.0f}" if milliseconds >= 10 else f"{milliseconds:.1f}".replace(".", ",")
    return f"  {told} ms"
