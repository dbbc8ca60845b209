"""From free words to a command, by rules that can be read. Nothing is guessed, nothing leaves the house."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from flows.fillers import without_fillers
from flows.loosening import one_slip_away, written_out
from flows.message import Choice
from flows.spelling import plain
from flows.vocabulary import Phrases, Repair, Vocabulary


@dataclass(frozen=True, slots=True)
class Pick:
    """One of the choices offered."""

    key: str


@dataclass(frozen=True, slots=True)
class Mend:
    """A repair: menu, back, cancel…"""

    repair: Repair


@dataclass(frozen=True, slots=True)
class Request:
    """The citizen wants something else: begin that flow."""

    flow: str


@dataclass(frozen=True, slots=True)
class Greeting:
    """« Bonjour » and nothing more."""


@dataclass(frozen=True, slots=True)
class Thanks:
    """« Merci » and nothing more."""


@dataclass(frozen=True, slots=True)
class Words:
    """Words that are none of the above: an answer where a free one is asked, else not understood."""


Name = TypeVar("Name", bound=str)

Command = Pick | Mend | Request | Greeting | Thanks | Words

_NUMBER = re.compile(r"(?:(?:le|la|numero|no|n|choix|reponse|option|je choisis) )*(\d{1,2})")
#: Words of the longest choice looked for at the head of a sentence.
_LONGEST_LEAD = 8
#: Words of the longest message in which a slip of the finger is looked for.
_LONGEST_SLIP = 4
#: Signs that answer by themselves, as the word they stand for.
_SIGNS = {"👍": "ok", "👌": "ok", "✅": "ok", "👎": "non", "🙏": "merci", "?": "quoi"}


def understand(text: str, offered: Sequence[Choice], vocabulary: Vocabulary) -> Command:
    """The command in `text`, given the choices offered. An answer wins over a repair, a repair over a request."""
    said = plain(text)
    if not said:
        return _wordless(text, offered, vocabulary)
    for reading in _readings(said, vocabulary):
        if command := _read(reading, offered, vocabulary, asks="?" in text):
            return command
    slips = one_slip_away(said, vocabulary.words) if said.count(" ") < _LONGEST_SLIP else ()
    meant = (understand_exactly(words, offered, vocabulary) for words in slips)
    return next((command for command in meant if command), Words())


def understand_alone(
    text: str, offered: Sequence[Choice], vocabulary: Vocabulary
) -> Command | None:
    """The command that `text` is and nothing else, politeness and abbreviations apart; else None."""
    for said in _readings(plain(text), vocabulary):
        bare = without_fillers(said, vocabulary.fillers)
        for words in (said, bare):
            if command := understand_exactly(words, offered, vocabulary):
                return command
        if said and not bare:
            return _polite(said)
    return None


def _wordless(text: str, offered: Sequence[Choice], vocabulary: Vocabulary) -> Command:
    """« 👍 » alone, « ? » alone; letters that are not ours."""
    if any(sign.isalpha() for sign in text) and vocabulary.foreign:
        return Request(vocabulary.foreign)
    word = next((word for sign, word in _SIGNS.items() if sign in text), "")
    return (understand_exactly(word, offered, vocabulary) if word else None) or Words()


def _readings(said: str, vocabulary: Vocabulary) -> Iterator[str]:
    """As written out in full, then as it was typed."""
    full = written_out(said, vocabulary.abbreviations)
    yield full
    if full != said:
        yield said


def _read(
    said: str, offered: Sequence[Choice], vocabulary: Vocabulary, *, asks: bool
) -> Command | None:
    bare = without_fillers(said, vocabulary.fillers)
    for words in (said, bare):
        if command := understand_exactly(words, offered, vocabulary):
            return command
    if not bare:
        return _polite(said)
    if not asks and (key := _leading_choice(bare, offered, vocabulary)):
        return Pick(key)
    return _contained(said, offered, vocabulary, asks=asks)


def _polite(said: str) -> Greeting | Thanks:
    return Thanks() if "merci" in said.split() else Greeting()


def _contained(
    said: str, offered: Sequence[Choice], vocabulary: Vocabulary, *, asks: bool
) -> Command | None:
    """The request in the middle of a sentence; a choice, when these words name one that is offered."""
    if (found := _longest(said, vocabulary.requests)) is None:
        return None
    phrase, flow = found
    doubtful = asks or bool(set(said.split()) & vocabulary.doubts)
    key = None if doubtful else _choice(phrase, offered, vocabulary)
    return Pick(key) if key else Request(flow)


def understand_exactly(
    said: str, offered: Sequence[Choice], vocabulary: Vocabulary
) -> Command | None:
    """The command that `said` (already plain) names and nothing else, or None."""
    if key := _choice(said, offered, vocabulary):
        return Pick(key)
    if repair := _named(said, vocabulary.repairs):
        return Mend(repair)
    if flow := _named(said, vocabulary.requests):
        return Request(flow)
    if said in vocabulary.greetings:
        return Greeting()
    return Thanks() if said in vocabulary.thanks else None


def _choice(said: str, offered: Sequence[Choice], vocabulary: Vocabulary) -> str | None:
    if (number := _number(said, vocabulary)) and number <= len(offered):
        return offered[number - 1].key
    for choice in offered:
        if said in _called(choice, vocabulary):
            return choice.key
    return _numbered_words(said, offered, vocabulary)


def _numbered_words(said: str, offered: Sequence[Choice], vocabulary: Vocabulary) -> str | None:
    """« 1. Oui », as a list is answered in a mail: the number and the words must agree."""
    number, _, words = said.partition(" ")
    if not words or not number.isdigit() or not 1 <= int(number) <= len(offered):
        return None
    choice = offered[int(number) - 1]
    return choice.key if words in _called(choice, vocabulary) else None


def _called(choice: Choice, vocabulary: Vocabulary) -> Phrases:
    label = {plain(choice.label)} if choice.label else set()
    return vocabulary.choices.get(choice.key, frozenset()) | label | {plain(choice.key)}


def _number(said: str, vocabulary: Vocabulary) -> int | None:
    if match := _NUMBER.fullmatch(said):
        return int(match[1])
    return vocabulary.numbers.get(said)


def _named(said: str, phrases: Mapping[Name, Phrases]) -> Name | None:
    return next((key for key, known in phrases.items() if said in known), None)


def _leading_choice(said: str, offered: Sequence[Choice], vocabulary: Vocabulary) -> str | None:
    """« Oui je veux bien l'activer » is a yes; « oui mais… » is not: whoever doubts is asked again."""
    words = said.split()
    for length in range(min(_LONGEST_LEAD, len(words) - 1), 0, -1):
        lead, rest = " ".join(words[:length]), words[length:]
        if (key := _choice(lead, offered, vocabulary)) and not _number(lead, vocabulary):
            if _turned(key, lead, set(rest), vocabulary):
                return None
            return _nearer(key, " ".join(rest), offered, vocabulary)
    return None


def _nearer(key: str, rest: str, offered: Sequence[Choice], vocabulary: Vocabulary) -> str:
    """« Non, ce n'est pas moi »: a refusal that says why is that refusal."""
    if not _refuses(key, vocabulary):
        return key
    other = _choice(rest, offered, vocabulary) or _leading_choice(rest, offered, vocabulary)
    return other if other and _refuses(other, vocabulary) else key


def _turned(key: str, lead: str, rest: set[str], vocabulary: Vocabulary) -> bool:
    """Whether what follows takes back what was said first. A refusal is only strengthened by a « pas »."""
    if rest & vocabulary.doubts:
        return True
    refuses = bool(set(lead.split()) & vocabulary.negations) or _refuses(key, vocabulary)
    return not refuses and bool(rest & vocabulary.negations)


def _refuses(key: str, vocabulary: Vocabulary) -> bool:
    return any(
        set(phrase.split()) & vocabulary.negations for phrase in vocabulary.choices.get(key, ())
    )


def _longest(said: str, requests: Mapping[str, Phrases]) -> tuple[str, str] | None:
    """The longest phrase in `said`, and what it asks for."""
    padded = f" {said} "
    found = [
        (len(phrase), flow, phrase)
        for flow, phrases in requests.items()
        for phrase in phrases
        if f" {phrase} " in padded
    ]
    if not found:
        return None
    _, flow, phrase = max(found)
    return phrase, flow
