"""`guichet invite --letters`: the PDF, and a sentence about who got no page."""

from collections import Counter as Count
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from guichet import wiring
from guichet.errors import RefusedError
from guichet.inviting import Asked
from guichet.letters.making import Letters, NoLetter, make
from guichet.letters.printing import keep, pdf
from guichet.settings import Settings
from guichet.towns import towns
from words.filters import of

_WITHOUT: Mapping[NoLetter, str] = {
    NoLetter.NO_FACT: "{n} sans lettre : la mairie ne connaît ni la naissance d'un enfant, ni la leur.",
    NoLetter.NO_STREET: "{n} sans lettre : il manque la rue ou la commune de leur foyer.",
}


@dataclass(frozen=True, slots=True)
class Printed:
    """How many letters there are, who got none, and whether Telegram is spoken of; nothing if `dry_run`."""

    letters: int
    without: Count[NoLetter]
    bot: bool
    dry_run: bool

    def numbers(self) -> dict[str, object]:
        """For machines."""
        return {"letters": self.letters, **{why.value: self.without[why] for why in NoLetter}}

    def sentences(self, path: Path) -> Iterator[str]:
        """For people."""
        many = f"{self.letters} lettre{'s' if self.letters > 1 else ''}"
        if self.letters and self.dry_run:
            yield f"{many} à imprimer. Rien n'a été écrit : c'était un essai."
        elif self.letters:
            yield (
                f"{many} dans {path}, à imprimer et à garder pour soi : les clés y sont."
                " Réimprimées, elles disent la même chose."
            )
        else:
            yield "Personne n'a besoin d'une lettre : rien n'a été écrit."
        for why, sentence in _WITHOUT.items():
            if self.without[why]:
                yield sentence.format(n=self.without[why])
        if self.letters and not self.bot:
            yield "Elles ne parlent pas de Telegram : le robot n'est pas réglé, ou ne répond pas."


async def print_letters(settings: Settings, asked: Asked, path: Path) -> Printed:
    """One document for all the towns. Raises `RefusedError` when it cannot be written."""
    made = Letters()
    async with wiring.opened(settings) as house:
        for town in asked.towns:
            left = None if asked.limit is None else asked.limit - made.many
            more = await make(house.counter, town, asked.only, left, dry_run=asked.dry_run)
            made.many += more.many
            made.pages += more.pages
            made.without += more.without
        bot = any(house.counter.towns[town].bot for town in asked.towns)
    if made.pages:
        known = towns(settings)
        author = ", ".join(f"Mairie {of(known[town].name)}" for town in asked.towns)
        try:
            keep(pdf(made.pages, title="Lettres d'invitation", author=author), path)
        except FileExistsError as error:
            raise RefusedError(f"{path} existe déjà.", "Donnez un autre nom.") from error
        except OSError as error:
            raise RefusedError(f"{path} ne s'écrit pas ({type(error).__name__}).") from error
    return Printed(made.many, made.without, bot, asked.dry_run)
