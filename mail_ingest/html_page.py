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
        "_active",
        "_bullet",
        "_depths",
        "_hidden",
        "_lists",
        "_marks",
        "_now",
        "_pending",
        "_pre",
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
        self._active: set[str] = set()  # the marks alone
        self._lists: list[int] = []  # open lists: -1 is bulleted, else the last number
        self._pre = False  # white space counts
        self._rest = False
        self._hidden = False
        self._now = Mark.SAID  # of the line that is being written
        self._tight = False  # the paragraph that is open has no space around it

    def write(self, text: str) -> None:
        """A run of text."""
        if self._hidden:
            return
        if self._pre:
            self._pending.append(text)
            if "\n" in text:
                self._break_pre()
        elif self._pending or not text.isspace() or "\xa0" in text:
            self._pending.append(text)

    def whole(self, text: str, *, ended: bool) -> None:
        """A line that has a `div` to itself; one that a `br` has ended counts even when empty."""
        if self._pending:
            self.end_line()
        self._tight = False
        if self._pre:
            self.write(text)
            text = "".join(self._pending)
            self._pending.clear()
        text = text.strip(" \n\t")
        if text or ended:
            self._add(text)

    def open(self, name: str, data: str) -> None:
        """An element begins; `data` is its attributes as written."""
        if name == "br":
            self._emit()
            return
        if name in _BLOCKS:
            self._block(name, data)
        if name in MARKED:
            self._mark(name, data)
        if name == "pre":
            self._pre = True
        elif name == "img" and (sign := _spoken(data)):
            self.write(sign)
        elif name in {"td", "th"} and self._pending:
            self._pending.append(" ")
        elif name in {"ul", "ol", "li"}:
            self._list(name)

    def close(self, name: str) -> None:
        """An element ends."""
        if self._pending and name in _BLOCKS:
            self.end_line()
        if name in _SPACED and not self._tight:
            self._space()
        elif name in {"ul", "ol"} and self._lists:
            self._lists.pop()
        if name in self._depths:
            self._forget(name)
            self._pre = "pre" in self._depths

    def end_line(self) -> None:
        """Finish the line, if anything stands on it."""
        text = "".join(self._pending).strip(" \n\t")
        self._pending.clear()
        if text:
            self._add(text)

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
        if mark and mark not in self._active:
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

    def _settle(self) -> None:
        """What the elements that are now open say of the lines to come."""
        self._active = active = {mark for mark, _, _ in self._marks}
        self._hidden = HIDDEN in active
        if self._rest and Mark.QUOTED not in active:
            self._now = next((mark for mark in _BELOW_ALONE if mark in active), Mark.BELOW)
        elif GMAIL in active:
            self._now = Mark.INTRO if Mark.INTRO in active else Mark.QUOTED
        else:
            self._now = next((mark for mark in _STRONGEST if mark in active), Mark.SAID)

    def _emit(self) -> None:
        """The line as it stands, even empty."""
        text = "".join(self._pending).strip(" \n\t") if self._pending else ""
        self._pending.clear()
        self._add(text)

    def _add(self, text: str) -> None:
        if self._hidden:
            return
        if text and (self._now is Mark.SAID or self._bullet or text[0] == ">" or _ragged(text)):
            self.lines.append(self._line(text))
        else:
            self.lines.append(Line(text, self._now))

    def _line(self, text: str) -> Line:
        """A line that has to be looked at more closely."""
        if not self._pre:
            text = _collapsed(text)
        if text.startswith(">") and _ORANGE.match(text):
            self._rest = True
            self._settle()
        text, self._bullet = self._bullet + text, ""
        return line(text, self._now)

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


def _ragged(text: str) -> bool:
    """Whether there is white space that HTML shows as one space, or a sign that is not seen."""
    return "  " in text or not text.isprintable()


def _collapsed(text: str) -> str:
    """White space as HTML shows it; no-break spaces stay."""
    if not _ragged(text):
        return text
    if text.isascii():
        return " ".join(text.split())
    return " ".join(filter(None, text.replace("\n", " ").replace("\t", " ").split(" ")))


def _spoken(data: str) -> str:
    """An emoji sent as an image is a word; any other picture is not."""
    alt = attributes(data).get("alt", "")
    return alt if alt and len(alt) <= 8 and not any(sign.isalnum() for sign in alt) else ""
