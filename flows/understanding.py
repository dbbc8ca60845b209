"""From free words to a command, by rules that can be read. Nothing is guessed, nothing leaves the house."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from flows.fillers import without_fillers
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
_LONGEST_LEAD = 5


def understand(text: str, offered: Sequence[Choice], vocabulary: Vocabulary) -> Command:
    """The command in `text`, given the choices offered. An answer wins over a repair, a repair over a request."""
    said = plain(text)
    bare = without_fillers(said, vocabulary.fillers)
    for words in (said, bare):
        if command := understand_exactly(words, offered, vocabulary):
            return command
    if said and not bare:
        return Greeting()
    if "?" not in text and (key := _leading_choice(bare, offered, vocabulary)):
        return Pick(key)
    if flow := _longest(said, vocabulary.requests):
        return Request(flow)
    return Words()


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
        lead, rest = " ".join(words[:length]), set(words[length:])
        if (key := _choice(lead, offered, vocabulary)) and not _number(lead, vocabulary):
            return None if _turned(lead, rest, vocabulary) else key
    return None


def _turned(lead: str, rest: set[str], vocabulary: Vocabulary) -> bool:
    """Whether what follows takes back what was said first."""
    if rest & vocabulary.doubts:
        return True
    refuses = bool(set(lead.split()) & vocabulary.negations)
    return not refuses and bool(rest & vocabulary.negations)


def _longest(said: str, requests: Mapping[str, Phrases]) -> str | None:
    padded = f" {said} "
    found = [
        (len(phrase), flow)
        for flow, phrases in requests.items()
        for phrase in phrases
        if f" {phrase} " in padded
    ]
    return max(found)[1] if found else None
