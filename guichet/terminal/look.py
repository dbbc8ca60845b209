"""How it looks: bubbles and numbered buttons as on a phone, mails as in a mail program."""

from collections.abc import Iterator, Sequence
from itertools import count

from babel.dates import format_datetime
from rich import box
from rich.console import Console
from rich.panel import Panel
from rich.rule import Rule
from rich.text import Text

from demo.bot_api.errors import Payload
from demo.bot_api.messages import Message
from demo.mailbox.letters import Letter
from desk.journal.reading import Line
from guichet.journal_look import Look
from guichet.terminal.evening import Round
from portal.paris import PARIS

#: Columns of a phone held upright, and of a mail.
PHONE, MAIL = 58, 76


class Showing:
    """What is shown of each round; the journal beside it where it was asked for."""

    def __init__(self, console: Console, town: str, *, journal: bool) -> None:
        self._console = console
        self._town = town
        self._journal = journal
        self._look = Look(towns=False)

    def round(self, done: Round, *, pressable: int = 0) -> None:
        """Everything that came of one line. `pressable`: the message whose buttons can be pressed."""
        if done.secret:
            self.remark("Le message a été effacé de la conversation : il ressemblait à un secret.")
        for message in done.bubbles:
            self._bubble(message, live=message.message_id == pressable)
        for letter in done.letters:
            self.letter(letter)
        for letter in done.elsewhere:
            self.remark(f"Un courriel part pour {letter.to} : {letter.subject}")
        if self._journal:
            self.journal(done.journal)
        if not (done.bubbles or done.letters):
            self.remark("(rien de nouveau)")

    def letter(self, letter: Letter) -> None:
        """A mail, its addresses whole so that they can be copied."""
        at = format_datetime(letter.at.astimezone(PARIS), "EEEE d MMMM, HH:mm", locale="fr_FR")
        self._rule("Courriel")
        head = Text()
        head.append("De    : ", "dim").append(f"{letter.sender_name} <{letter.sender}>\n")
        head.append("À     : ", "dim").append(f"{letter.to_name} <{letter.to}>\n".lstrip())
        head.append("Objet : ", "dim").append(letter.subject, "bold").append(f"   {at}", "dim")
        self._console.print(head)
        self._console.print()
        self._console.print(Text(letter.text.rstrip()))
        self._rule("")

    def page(self, text: str) -> None:
        """A page of the town, as words."""
        self._rule("Page")
        self._console.print(Text(text))
        self._rule("")

    def journal(self, lines: Sequence[Line]) -> None:
        """What staff would see."""
        for line in lines:
            self._console.print(Text("│ ", "dim") + self._look.text(line))

    def remark(self, sentence: str) -> None:
        """A word of the terminal itself."""
        self._console.print(Text(sentence, "dim italic"))

    def say(self, text: str | Text) -> None:
        """Plain words."""
        self._console.print(text if isinstance(text, Text) else Text(text))

    def _rule(self, title: str) -> None:
        width = min(MAIL, self._console.width)
        self._console.print(Rule(title, align="left", style="blue"), width=width)

    def _bubble(self, message: Message, *, live: bool) -> None:
        panel = Panel(
            Text(message.text),
            title=self._town,
            title_align="left",
            box=box.ROUNDED,
            border_style="cyan",
            width=min(PHONE, self._console.width),
        )
        self._console.print(panel, soft_wrap=False)
        numbers = count(1)
        for row in message.keyboard:
            self._console.print(_row(row, numbers, live=live))


def _row(row: Sequence[Payload], numbers: Iterator[int], *, live: bool) -> Text:
    """A row of the keyboard: addresses to open, and what can be pressed, with its number."""
    shown = Text("  ")
    for button in row:
        if "url" in button:
            shown.append(f"↗ {button['text']} : ", "cyan").append(button["url"])
            continue
        number = f"/{next(numbers)} " if live else ""
        shown.append(f"[ {number}{button['text']} ]", "bold" if live else "dim").append("  ")
    return shown
