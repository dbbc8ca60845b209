"""A story: a text that a town hall can read, played on one channel, and filled with what was answered.

`>` the citizen writes, `@` something happens, `=` what an effect will answer, `<` what is said, `!` what was
done. A line that begins with t or m is for Telegram or for mail alone.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from flows.events import Carries
from flows.here import Channel, Level, SecretWay, Stage
from flows.message import Message
from tests.flows.talk import Talk

STORIES = Path(__file__).parent / "stories"
MARKS = {"": tuple(Channel), "t": (Channel.TELEGRAM,), "m": (Channel.MAIL,)}
_LINE = re.compile(r"([tm]?)([>@=]) ?(.*)")
_ANSWERED = re.compile(r"[tm]?[<!] .*")


@dataclass(frozen=True)
class Line:
    """One line written by hand."""

    written: str
    channels: tuple[Channel, ...]
    sign: str
    rest: str


@dataclass(frozen=True)
class Story:
    """A story as it is on the disk."""

    path: Path
    written: str

    @property
    def name(self) -> str:
        """The name of its file."""
        return self.path.stem

    @property
    def channels(self) -> tuple[Channel, ...]:
        """Both, unless it says « # only: »."""
        only = re.search(r"^# only: (\w+)$", self.written, re.MULTILINE)
        return (Channel(only[1]),) if only else tuple(Channel)

    def lines(self) -> Iterator[Line]:
        """What was written by hand, in order; comments and empty lines have no sign."""
        for written in self.written.splitlines():
            if _ANSWERED.fullmatch(written):
                continue
            if found := _LINE.fullmatch(written):
                yield Line(written, MARKS[found[1]], found[2], found[3].strip())
            else:
                assert not written or written.startswith("#"), f"{self.name}: {written}"
                yield Line(written, (), "", "")


def stories() -> list[Story]:
    """All of them, by name."""
    return [Story(path, path.read_text("utf-8")) for path in sorted(STORIES.glob("*.txt"))]


def played(story: Story) -> tuple[str, list[Talk]]:
    """The story with everything that is answered, and the talks that it was played on."""
    talks = {channel: Talk.on(channel) for channel in story.channels}
    filled: list[str] = []
    for line in story.lines():
        filled.append(line.written)
        answered = {
            channel: _answered(talk, line)
            for channel, talk in talks.items()
            if channel in line.channels
        }
        filled += _shown(answered, alone=len(talks) == 1)
    return "\n".join(filled) + "\n", list(talks.values())


def _shown(answered: dict[Channel, list[str]], *, alone: bool) -> list[str]:
    heard = list(answered.values())
    if heard and (alone or (len(heard) == len(Channel) and heard[0] == heard[1])):
        return heard[0]
    return [f"{channel.value[0]}{line}" for channel, lines in answered.items() for line in lines]


def _answered(talk: Talk, line: Line) -> list[str]:
    talk.heard, talk.effects = [], []
    if line.sign == ">":
        talk.say(line.rest)
    elif line.sign == "=":
        effect, outcome, *facts = line.rest.split(" ", 2)
        talk.expect(effect, outcome, **(json.loads(facts[0]) if facts else {}))
    else:
        verb, *words = line.rest.split(" ")
        _happens(talk, verb, words)
    return [*(f"! {done}" for done in talk.effects), *(_told(message) for message in talk.heard)]


def _told(message: Message) -> str:
    keys = f" [{' '.join(choice.key for choice in message.choices)}]" if message.choices else ""
    return f"< {message.text}{keys}"


def _happens(talk: Talk, verb: str, words: list[str]) -> None:
    if verb in set(Carries):
        talk.say("", carries=Carries(verb))
    else:
        assert verb in VERBS, f"nobody knows « @ {verb} »"
        VERBS[verb](talk, words)


def _press(talk: Talk, words: list[str]) -> None:
    key, *turn = words
    talk.press(key, int(turn[1]) if turn else None)


def _silence(talk: Talk, words: list[str]) -> None:
    nth, *turn = words or ["1"]
    talk.silent(int(nth), int(turn[1]) if turn else None)


def _opens(talk: Talk, words: list[str]) -> None:
    talk.town.opens = Stage[words[0].upper()]


def _later(talk: Talk, words: list[str]) -> None:
    talk.at += timedelta(days=int(words[0]))


#: What may stand after « @ », beside what comes instead of words (« @ picture »).
VERBS: dict[str, Callable[[Talk, list[str]], object]] = {
    "press": _press,
    "silence": _silence,
    "opens": _opens,
    "later": _later,
    "reply": lambda talk, words: talk.say(" ".join(words[1:]), int(words[0])),
    "secret": lambda talk, words: talk.judged(*words),
    "papers": lambda talk, words: talk.send(int(words[0]), *words[1:]),
    "beside": lambda talk, words: talk.say_beside_a_file(" ".join(words)),
    "late-secret": lambda talk, words: talk.judged(words[0], turn=0),
    "misplaced": lambda talk, _: talk.misplace(),
    "trouble": lambda talk, _: talk.trouble(),
    "happened": lambda talk, words: talk.happen(words[0]),
    "begun": lambda talk, words: talk.begin(words[0]),
    "empty": lambda talk, _: talk.say("  "),
    "endless": lambda talk, _: talk.say("bla " * 2000),
    "here": lambda talk, words: talk.place(**dict(map(_known, words))),
}


def _known(word: str) -> tuple[str, object]:
    name, _, value = word.partition("=")
    kinds = {"channel": Channel, "secrets": SecretWay}
    if name in kinds:
        return name, kinds[name](value)
    return name, {"level": Level, "stage": Stage}[name][value.upper()]
