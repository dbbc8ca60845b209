"""What came of an import, in a few French sentences."""

from collections.abc import Iterator

from portal.importing.outcome import Deed, Tally, What
from portal.importing.trouble import grouped

_THINGS = {
    "household": ("foyer", "foyers"),
    "adult": ("adulte avec un espace", "adultes avec un espace"),
    "child": ("enfant", "enfants"),
    "invoice": ("facture", "factures"),
    "request": ("demande", "demandes"),
    "news": ("actualité", "actualités"),
}
_DEEDS = {Deed.CREATED: "à créer", Deed.CHANGED: "à changer", Deed.SAME: "déjà à jour"}
_DONE = _DEEDS | {Deed.CREATED: "nouveaux", Deed.CHANGED: "changés"}
_FEMININE = {"invoice", "request", "news"}
_FOUND = {
    What.CONFLICT: "{n} à régler : changé depuis le dernier import, la valeur de Guichet est gardée"
    " (« --conflicts » les montre et demande ; « --overwrite COLONNE » donne raison au fichier).",
    What.SHARED: "{n} fois, le courriel ou le téléphone d'une autre personne.",
    What.ABSENT: "{n} connus de Guichet et absents du fichier : rien n'est effacé.",
    What.NOTE: "{n} à savoir.",
}


def sentences(tally: Tally, *, dry_run: bool) -> Iterator[str]:
    """The lines, then each thing, then what is to be looked at."""
    refused = tally.lines - tally.kept
    tried = " Essai : rien n'a été écrit." if dry_run else ""
    told = _many(refused, "refusée", "refusées") if refused else "aucune refusée"
    yield f"{_many(tally.lines, 'ligne lue', 'lignes lues')}, {told}.{tried}"
    for thing, (one, several) in _THINGS.items():
        counts = {deed: tally.deeds[thing, deed] for deed in Deed}
        if any(counts.values()):
            deeds = [_deed(thing, deed, n, dry_run=dry_run) for deed, n in counts.items() if n]
            yield f"{_many(sum(counts.values()), one, several)} : {', '.join(deeds)}."
    if n := tally.deeds["no_account", Deed.SAME]:
        yield f"{_many(n, 'adulte sans espace', 'adultes sans espace')}, comme « compte » le dit."
    for what, sentence in _FOUND.items():
        if tally.found[what]:
            yield sentence.format(n=grouped(tally.found[what]))
    if refused * 2 > tally.lines:
        yield "Plus de la moitié des lignes sont refusées : les colonnes sont-elles les bonnes (--map) ?"


def numbers(tally: Tally) -> dict[str, object]:
    """For machines."""
    deeds = {f"{thing}_{deed}": n for (thing, deed), n in sorted(tally.deeds.items())}
    found = {f"found_{what}": tally.found[what] for what in What}
    return {"lines": tally.lines, "refused": tally.lines - tally.kept, **deeds, **found}


def _many(number: int, one: str, several: str) -> str:
    return f"{grouped(number)} {several if number > 1 else one}"


def _deed(thing: str, deed: Deed, number: int, *, dry_run: bool) -> str:
    word = (_DEEDS if dry_run else _DONE)[deed]
    if word in {"nouveaux", "changés"}:
        singular = {"nouveaux": "nouveau", "changés": "changé"}[word]
        word = word if number > 1 else singular
        if thing in _FEMININE:
            word = {"nouveaux": "nouvelles", "nouveau": "nouvelle"}.get(
                word, word.replace("é", "ée")
            )
    return f"{grouped(number)} {word}"
