"""Each line of the journal is one plain French sentence."""

import pytest

from desk.journal.sentences import _KINDS, sentence
from desk.journal.words import (
    EFFECTS,
    FAULTS,
    FIELDS,
    FLOWS,
    HAPPENED,
    REASONS,
    REPAIRS,
    SECRETS,
    WORDLESS,
)
from desk.pages.submission import FaultKind, Field
from flows.all_flows import FLOWS as EVERY_FLOW
from flows.effects import OUTCOMES
from flows.engine import HAPPENINGS
from flows.events import Carries, Verdict
from flows.note import Note, NoteKind
from flows.vocabulary import Repair
from guichet.journal_look import STYLES
from portal.password.reasons import Reason


def told(kind: NoteKind, detail: str = "", length: int | None = None, flow: str = "") -> str:
    return sentence(Note(kind=kind, detail=detail, length=length, flow=flow))


@pytest.mark.parametrize(
    ("note", "said"),
    [
        (Note(kind=NoteKind.ASKED), "question posée"),
        (Note(kind=NoteKind.ASKED, detail="page"), "page ouverte"),
        (Note(kind=NoteKind.ANSWERED, detail="oui"), "a répondu « oui »"),
        (Note(kind=NoteKind.ANSWERED, length=12), "a répondu (12 caractères)"),
        (Note(kind=NoteKind.ANSWERED, length=1), "a répondu (1 caractère)"),
        (Note(kind=NoteKind.ANSWERED, detail="2/5"), "a lu la partie 2 sur 5"),
        (Note(kind=NoteKind.REFUSED), "réponse refusée"),
        (
            Note(kind=NoteKind.REFUSED, detail="login:taken password:too_short,no_digit"),
            "réponse refusée : identifiant (déjà pris), mot de passe (trop court, sans chiffre)",
        ),
        (Note(kind=NoteKind.UNCLEAR, detail="2", length=7), "n'a pas été compris, 2e fois (7 caractères)"),
        (Note(kind=NoteKind.UNCLEAR, detail="picture"), "a envoyé une image"),
        (Note(kind=NoteKind.STALE), "a répondu à une ancienne question"),
        (Note(kind=NoteKind.STALE, detail="oui"), "a pressé un ancien bouton, « oui »"),
        (Note(kind=NoteKind.REPAIR, detail="menu"), "a demandé le menu"),
        (Note(kind=NoteKind.REQUEST, detail="invoices"), "a demandé « ses factures »"),
        (Note(kind=NoteKind.EFFECT, detail="activate:activated"), "espace activé"),
        (Note(kind=NoteKind.EFFECT, detail="bind:telegram:new"), "conversation reliée à l'espace"),
        (Note(kind=NoteKind.SECRET, detail="wrong"), "mot de passe faux"),
        (Note(kind=NoteKind.REMINDED, detail="1"), "rappel n° 1"),
        (Note(kind=NoteKind.ENDED, detail="left"), "a quitté la conversation"),
        (
            Note(kind=NoteKind.ENDED, detail="done", flow="terms"),
            "fin de « conditions d'utilisation » (done)",
        ),
        (Note(kind=NoteKind.DELIVERY, detail="sent", length=1), "message parti"),
        (Note(kind=NoteKind.DELIVERY, detail="sent", length=3), "3 messages partis"),
        (Note(kind=NoteKind.DELIVERY, detail="dead:blocked"), "message non remis : blocked"),
        (Note(kind=NoteKind.DELIVERY, detail="delayed:full"), "message retardé : full"),
    ],
)  # fmt: skip
def test_a_line_is_told_in_french(note: Note, said: str) -> None:
    assert sentence(note) == said


def test_every_kind_has_its_sentence_and_its_colour() -> None:
    assert set(_KINDS) == set(STYLES) == set(NoteKind)


def test_every_outcome_of_every_effect_has_its_sentence() -> None:
    every = {f"{effect.value}:{one}" for effect, outcomes in OUTCOMES.items() for one in outcomes}
    assert every <= set(EFFECTS)


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        (FLOWS, set(EVERY_FLOW)),
        (HAPPENED, set(HAPPENINGS)),
        (REPAIRS, set(Repair)),
        (SECRETS, set(Verdict)),
        (WORDLESS, set(Carries)),
        (REASONS, set(Reason)),
        (FIELDS, set(Field)),
        (FAULTS, set(FaultKind)),
    ],
)
def test_everything_that_can_be_noted_has_its_words(words: dict[str, str], ids: set[str]) -> None:
    assert ids <= set(words)


@pytest.mark.parametrize("kind", list(NoteKind))
def test_a_detail_that_nobody_foresaw_is_shown(kind: NoteKind) -> None:
    assert told(kind, "inattendu") != ""
