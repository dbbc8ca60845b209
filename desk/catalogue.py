"""The flows joined with the words that citizens use for them: what the engine knows of one town."""

from collections.abc import Iterable, Mapping

from flows.all_flows import FLOWS
from flows.catalogue import Catalogue
from flows.codes import letter_key, short_code, token
from flows.spelling import plain
from flows.telling import LANGUAGES
from flows.vocabulary import Phrases, Repair, Vocabulary
from portal.activation_address import read_activation_address
from words.texts import Texts


def catalogue(texts: Texts) -> Catalogue:
    """The catalogue of a town whose wording is `texts`."""
    return Catalogue(flows=FLOWS, vocabulary=vocabulary(texts), recognise=recognise)


def recognise(text: str) -> str | None:
    """The letter's key, deep link, short code or activation address in `text`, as `FIND_CODE` reads them."""
    if pasted := read_activation_address(text):
        query = f"id={pasted.id}&datecreat={pasted.datecreat}&heurecreat={pasted.heurecreat}"
        path = f"/{pasted.town}/espace-citoyens/CompteCitoyen/Validation"
        return f"{path}?{query}&key={pasted.key}"
    return letter_key(text) or token(text) or short_code(text)


def vocabulary(texts: Texts) -> Vocabulary:
    """What citizens may say, made comparable with what they write."""
    said = texts.said
    choices, repairs, requests = (
        _each(texts.choices),
        {Repair(name): phrases for name, phrases in _each(said.repairs).items()},
        _each(said.requests),
    )
    named = [*choices.values(), *repairs.values(), *requests.values()]
    return Vocabulary(
        choices=choices,
        repairs=repairs,
        requests=requests,
        greetings=_plain(said.greetings),
        thanks=_plain(said.thanks),
        fillers=_plain(said.fillers),
        doubts=_plain(said.doubts),
        negations=_plain(said.negations),
        numbers={plain(word): number for word, number in said.numbers.items()},
        abbreviations={plain(short): plain(full) for short, full in said.abbreviations.items()},
        words=frozenset(word for phrases in named for one in phrases for word in one.split()),
        foreign=LANGUAGES.name,
    )


def _each(phrases: Mapping[str, Iterable[str]]) -> dict[str, Phrases]:
    return {name: _plain(known) for name, known in phrases.items()}


def _plain(phrases: Iterable[str]) -> Phrases:
    return frozenset(plain(phrase) for phrase in phrases) - {""}
