"""The page that an HTML mail is: lines so far, elements open, and whose words they hold."""

import re

from mail_ingest.html_marks import GMAIL, HIDDEN, MARKED, REST, mark_of
from mail_ingest.html_tokens import attributes
from mail_ingest.lines import Line, Mark, line

_BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt"}
    | {"fieldset", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr"}
    | {"html", "li", "main", "nav", "ol", "p", "pre", "section", "table", "tbody", "tfoot", "thead"}
    | {"tr", "ul"}
)
#: The elements that change the lines, or say whose they are.
SHAPING = _BLOCKS | MARKED | {"br", "img", "td", "th"}
_SPACED = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "pre"})
_ALONE = frozenset({"p"})  # opening one closes the one before
_VOID = frozenset({"br", "hr", "img", "input", "meta", "link", "wbr", "col", "base"})
# Paragraphs of Word, and of whoever asks for no margin.
_TIGHT = re.compile(r"Mso|margin(?:-bottom)?\s{0,3}:\s{0,3}0", re.IGNORECASE)
_STRONGEST = (Mark.QUOTED, Mark.INTRO, Mark.SIGNED, Mark.PERHAPS)
_BELOW_ALONE = (Mark.TYPED, Mark.COLOURED)  # they tell something under a repeated header alone

# Orange puts a sign before the repeated header, and none before what it quotes.
_ORANGE = re.compile(r"> ?Message du \d\d?/\d\d?/\d\d")


class Page:
    """The lines so far, and the marked elements that are open."""

    __slots__ = (
        "_bullet",
        "_depths",
        "_hidden",
        "_lists",
        "_marks",
        "_now",
        "_pending",
        "_rest",
        "_tight",
        "lines",
    )

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self._pending: list[str] = []
        self._bullet = ""
        self._depths: dict[str, int] = {}  # tag → how many are open
        self._marks: list[tuple[str, str, int]] = []  # mark, tag, depth of the tag
        self._lists: list[int] = []  # open lists: -1 is bulleted, else the last number
        self._rest = False
        self._hidden = False
        self._now = Mark.SAID  # of the line that is being written
        self._tight = False  # the paragraph that is open has no space around it

    def write(self, text: str) -> None:
        """A run of text."""
        if not text or self._hidden:
            return
        if "pre" in self._depths:
            self._pending.append(text)
            if "\n" in text:
                self._break_pre()
        elif self._pending or not text.isspace() or "\xa0" in text:
            self._pending.append(_collapsed(text))

    def open(self, name: str, data: str) -> None:
        """An element begins; `data` is its attributes as written."""
        if name == "br":
            self._emit()
            return
        if name in _BLOCKS:
            self._block(name, data)
        if name in MARKED:
            self._mark(name, data)
        if name == "img":
            self.write(_spoken(data))
        elif name in {"td", "th"} and self._pending:
            self._pending.append(" ")
        elif name in {"ul", "ol", "li"}:
            self._list(name)

    def close(self, name: str) -> None:
        """An element ends."""
        if name in _BLOCKS:
            self.end_line()
        if name in {"ul", "ol"} and self._lists:
            self._lists.pop()
        if name in _SPACED and not self._tight:
            self._space()
        self._forget(name)

    def end_line(self) -> None:
        """Finish the line, if anything stands on it."""
        if self._pending:
            if "".join(self._pending).strip(" \n\t"):
                self._emit()
            self._pending.clear()

    def _block(self, name: str, data: str) -> None:
        self.end_line()
        self._tight = name == "p" and bool(data and _TIGHT.search(data))
        if name in _SPACED and not self._tight:
            self._space()

    def _space(self) -> None:
        if self.lines and self.lines[-1].text and not self._lists and not self._bullet:
            self.lines.append(Line("", self._now))

    def _mark(self, name: str, data: str) -> None:
        mark = mark_of(name, data)
        if mark == REST:
            self._rest = True
            self._settle()
        if name in _VOID:
            return
        if name in _ALONE:
            self._forget(name)
        if name == "blockquote":
            self._leave_gmail_head()
        self._depths[name] = depth = self._depths.get(name, 0) + 1
        if mark in _BELOW_ALONE and not self._rest:
            return
        if mark and not self._active(mark):
            if mark != HIDDEN:
                self.end_line()
            self._marks.append((mark, name, depth))
            self._settle()

    def _leave_gmail_head(self) -> None:
        """In a Gmail reply, what follows the first blockquote is the writer's again."""
        last = next((one for one in reversed(self.lines[-4:]) if one.text), None)
        if last and (last.mark == Mark.INTRO or last.folded.endswith(":")):
            self._marks = [one for one in self._marks if one[0] != GMAIL]
            self._settle()

    def _forget(self, name: str) -> None:
        depth = self._depths.pop(name, 0)
        if depth > 1:
            self._depths[name] = depth - 1
        for index, (mark, tag, opened) in enumerate(self._marks):
            if tag == name and opened >= depth > 0:
                if mark != HIDDEN:
                    self.end_line()
                del self._marks[index:]
                self._settle()
                break

    def _active(self, mark: str) -> bool:
        return any(mark == active for active, _, _ in self._marks)

    def _settle(self) -> None:
        """What the elements that are now open say of the lines to come."""
        self._hidden = self._active(HIDDEN)
        if self._rest and not self._active(Mark.QUOTED):
            self._now = next((mark for mark in _BELOW_ALONE if self._active(mark)), Mark.BELOW)
        elif self._active(GMAIL):
            self._now = Mark.INTRO if self._active(Mark.INTRO) else Mark.QUOTED
        else:
            self._now = next((mark for mark in _STRONGEST if self._active(mark)), Mark.SAID)

    def _emit(self) -> None:
        text = "".join(self._pending).strip(" \n\t")
        self._pending.clear()
        if self._hidden:
            return
        bullet, self._bullet = (self._bullet, "") if text else ("", self._bullet)
        if text.startswith(">") and _ORANGE.match(text):
            self._rest = True
            self._settle()
        self.lines.append(line(bullet + text, self._now))

    def _break_pre(self) -> None:
        *whole, rest = "".join(self._pending).split("\n")
        for text in whole:
            self._pending = [text]
            self._emit()
        self._pending = [rest] if rest else []

    def _list(self, name: str) -> None:
        if name != "li":
            self._lists.append(0 if name == "ol" else -1)
        elif self._lists and self._lists[-1] >= 0:
            self._lists[-1] += 1
            self._bullet = f"{self._lists[-1]}. "
        else:
            self._bullet = "- "


def _collapsed(text: str) -> str:
    """White space as HTML shows it; no-break spaces stay."""
    if text.isascii():
        inner = " ".join(text.split())
    else:
        inner = " ".join(filter(None, text.replace("\n", " ").replace("\t", " ").split(" ")))
    return f"{' ' if text[0].isspace() else ''}{inner}{' ' if text[-1].isspace() else ''}"


def _spoken(data: str) -> str:
    """An emoji sent as an image is a word; any other picture is not."""
    alt = attributes(data).get("alt", "")
    return alt if alt and len(alt) <= 8 and not any(sign.isalnum() for sign in alt) else ""
