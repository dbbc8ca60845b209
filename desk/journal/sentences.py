"""What a line of the journal says, in plain French. The citizen is the one who acts, unless said otherwise."""

from collections.abc import Callable, Mapping

from desk.journal.words import (
    EFFECTS,
    FAULTS,
    FIELDS,
    FLOWS,
    HAPPENED,
    REASONS,
    REPAIRS,
    SECRETS,
    STAFF,
    STALE,
    TICKETS,
    UNKEPT,
    WORDLESS,
)
from flows.note import Note, NoteKind


def sentence(note: Note) -> str:
    """« a répondu « oui » », « mot de passe refusé ». What nobody foresaw is shown as it is."""
    told = _KINDS.get(note.kind)
    return told(note) if told else f"{note.kind.value} {note.detail}".strip()


def flow_name(flow: str) -> str:
    """A flow as staff call it."""
    return FLOWS.get(flow, flow)


def _asked(note: Note) -> str:
    return "page ouverte" if note.detail == "page" else "question posée"


def _answered(note: Note) -> str:
    part, _, parts = note.detail.partition("/")
    if part.isdecimal() and parts.isdecimal():
        return f"a lu la partie {part} sur {parts}"
    return f"a répondu « {note.detail} »" if note.detail else f"a répondu ({_signs(note)})"


def _refused(note: Note) -> str:
    if note.detail.startswith("paper:"):
        return f"fichier refusé : {UNKEPT[note.detail.removeprefix('paper:')]}"
    if note.detail == "beside":
        return "fichier joint à des mots : pas gardé"
    if note.detail == "unread":
        return "a accepté avant d'avoir tout lu : refusé"
    fields = ", ".join(map(_field, note.detail.split()))
    return f"réponse refusée : {fields}" if fields else "réponse refusée"


def _field(fault: str) -> str:
    """« password:too_short,no_digit » is « mot de passe (trop court, sans chiffre) »."""
    field, _, reasons = fault.partition(":")
    known = {**FAULTS, **REASONS}
    told = ", ".join(known.get(reason, reason) for reason in reasons.split(",") if reason)
    return FIELDS.get(field, field) + (f" ({told})" if told else "")


def _unclear(note: Note) -> str:
    if note.detail == "too_long":
        return f"a écrit trop long ({_signs(note)})"
    if note.detail.isdecimal():
        nth = "1re" if note.detail == "1" else f"{note.detail}e"
        return f"n'a pas été compris, {nth} fois ({_signs(note)})"
    return WORDLESS.get(note.detail, "n'a pas été compris")


def _stale(note: Note) -> str:
    return STALE.get(note.detail) or f"a pressé un ancien bouton, « {note.detail} »"


def _repair(note: Note) -> str:
    return REPAIRS.get(note.detail) or f"a demandé « {note.detail} »"


def _request(note: Note) -> str:
    return f"a demandé « {flow_name(note.detail)} »"


def _effect(note: Note) -> str:
    if note.detail.startswith("bind:") and note.detail not in EFFECTS:
        return EFFECTS["bind:bound"]
    return EFFECTS.get(note.detail) or f"action : {note.detail}"


def _secret(note: Note) -> str:
    return SECRETS.get(note.detail) or f"mot de passe : {note.detail}"


def _misplaced(_: Note) -> str:
    return "mot de passe écrit où il ne fallait pas : il n'a pas été gardé"


def _reminded(note: Note) -> str:
    return f"rappel n° {note.detail}"


def _happened(note: Note) -> str:
    if note.detail.startswith("papers:"):
        return _papers(int(note.detail.removeprefix("papers:")), note.length or 0)
    what, _, reference = note.detail.partition(":")
    if reference and what in TICKETS:
        return TICKETS[what].format(reference)
    return HAPPENED.get(note.detail) or f"l'espace a changé : {note.detail}"


def _papers(many: int, size: int) -> str:
    return f"a envoyé {many} fichier{'s' if many > 1 else ''} ({max(1, round(size / 1024))} Ko)"


def _proof(note: Note) -> str:
    asked = "preuve d'identité demandée"
    return f"{asked} avant « {note.detail} »" if note.detail else asked


def _ended(note: Note) -> str:
    if note.detail == "left":
        return "a quitté la conversation"
    return f"fin de « {flow_name(note.flow)} » ({note.detail})"


def _moved(_: Note) -> str:
    return "parcours modifié depuis : la conversation a été replacée"


def _trouble(_: Note) -> str:
    return "panne de notre côté : excuses présentées, la conversation reste où elle était"


def _delivery(note: Note) -> str:
    if note.detail.startswith("dead:"):
        return f"message non remis : {note.detail.removeprefix('dead:')}"
    if note.detail.startswith("delayed:"):
        return f"message retardé : {note.detail.removeprefix('delayed:')}"
    if note.detail.startswith("returned:"):
        return f"courriel revenu : {note.detail.removeprefix('returned:')}"
    if note.detail.startswith("held:"):
        by = note.detail.removeprefix("held:")
        return "courriel retenu par l'antispam du destinataire" + (f" ({by})" if by else "")
    many = f"{note.length} messages partis" if (note.length or 1) > 1 else "message parti"
    return many if note.detail == "sent" else f"{many} : {note.detail}"


def _automatic(note: Note) -> str:
    return "courriel automatique, laissé sans réponse" + (
        f" ({note.detail})" if note.detail else ""
    )


def _staff(note: Note) -> str:
    return STAFF.get(note.detail) or f"la mairie a agi : {note.detail}"


def _signs(note: Note) -> str:
    length = note.length or 0
    return f"{length} caractère{'s' if length > 1 else ''}"


_KINDS: Mapping[NoteKind, Callable[[Note], str]] = {
    NoteKind.ASKED: _asked,
    NoteKind.ANSWERED: _answered,
    NoteKind.REFUSED: _refused,
    NoteKind.UNCLEAR: _unclear,
    NoteKind.STALE: _stale,
    NoteKind.REPAIR: _repair,
    NoteKind.REQUEST: _request,
    NoteKind.EFFECT: _effect,
    NoteKind.SECRET: _secret,
    NoteKind.MISPLACED: _misplaced,
    NoteKind.REMINDED: _reminded,
    NoteKind.HAPPENED: _happened,
    NoteKind.PROOF: _proof,
    NoteKind.ENDED: _ended,
    NoteKind.MOVED: _moved,
    NoteKind.TROUBLE: _trouble,
    NoteKind.DELIVERY: _delivery,
    NoteKind.AUTOMATIC: _automatic,
    NoteKind.STAFF: _staff,
}
