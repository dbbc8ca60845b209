"""What came of inviting, in French sentences and in one table."""

from collections import Counter as Count
from collections.abc import Iterator, Mapping

from rich.table import Table
from rich.text import Text

from desk.door import RELAY
from desk.waves.cancelling import Undone
from desk.waves.fate import Fate
from desk.waves.pausing import Held
from desk.waves.summary import Report, Stage
from guichet.inviting import Invited
from words.filters import moment

_FATES: Mapping[Fate, str] = {
    Fate.TOO_SOON: "{n} non : une invitation est partie il y a moins de dix minutes.",
    Fate.QUEUED: "{n} déjà dans une vague, qui attendent leur tour.",
    Fate.WAITING: "{n} déjà, dont l'invitation est encore bonne (« --login » en envoie une autre).",
    Fate.NO_MAIL: "{n} sans adresse de courriel : « --letters » leur fait une lettre.",
    Fate.UNREACHABLE: "{n} dont l'adresse de courriel n'existe pas : « --letters » leur fait une lettre.",
    Fate.SHARED: "{n} qui partagent une boîte avec un autre foyer : « --letters » leur fait une lettre.",
    Fate.FROZEN: "{n} dont l'espace est bloqué.",
    Fate.STOPPED: "{n} qui ne veulent plus de messages.",
    Fate.ACTIVE: "{n} dont l'espace est déjà activé.",
}
_STAGES: Mapping[Stage, str] = {
    Stage.WAITING: "En attente",
    Stage.LEAVING: "Sur le départ",
    Stage.SENT: "Parties",
    Stage.TROUBLED: "Non remises",
    Stage.ACTIVATED: "Activées",
    Stage.SKIPPED: "Laissées",
    Stage.CANCELLED: "Annulées",
}
_UNDONE: Mapping[Undone, str] = {
    Undone.NEVER_LEFT: "{n} n'étaient pas parties : elles ne partiront pas.",
    Undone.TAKEN_BACK: "{n} étaient parties : leurs liens, codes et mots de passe n'ouvrent plus rien.",
    Undone.UNLINKED: "{n} conversations Telegram, ouvertes par elles et sans suite, ne sont plus reliées.",
    Undone.ACTIVATED: "{n} personnes ont activé leur espace, qui le reste ; leurs liens n'ouvrent plus rien.",
    Undone.KEPT: "{n} personnes ont déjà choisi leurs identifiants : leur espace reste le leur.",
}

#: By our own word for it; anything else is what was answered.
_DELAYS: Mapping[str, str] = {
    "pace": "reçoit à son allure",
    "slowed": "a demandé d'aller moins vite",
}


def invited(done: Invited, *, dry_run: bool) -> Iterator[str]:
    """The invitations, then who got none."""
    many = "s" if done.invited > 1 else ""
    if dry_run:
        yield f"{done.invited} invitation{many} à envoyer, rien n'est parti."
    elif done.waves:
        wave = done.waves[0]
        yield (
            f"{done.invited} invitation{many} dans la vague « {wave.name} » :"
            f" {wave.per_hour} par heure, aux heures de bureau, dès que « guichet serve » tourne."
        )
    else:
        yield f"{done.invited} invitation{many}."
    for fate, sentence in _FATES.items():
        if done.counts[fate]:
            yield sentence.format(n=done.counts[fate])


def undone(name: str, counts: Count[Undone]) -> Iterator[str]:
    """What cancelling did."""
    yield f"La vague « {name} » est annulée."
    if not counts:
        yield "Il n'y restait rien à annuler."
    for what, sentence in _UNDONE.items():
        if counts[what]:
            yield sentence.format(n=counts[what])


def held(told: Held) -> str:
    """What waits during a pause."""
    return f"{told.people} invitations attendent leur tour, {told.messages} messages prêts sont retenus."


def headline(report: Report) -> str:
    """One wave in a sentence."""
    wave, waiting = report.wave, report.total(Stage.WAITING)
    said = f"Vague « {wave.name} » ({wave.town}) : {report.total()} personnes"
    if wave.cancelled_at:
        return f"{said}, annulée le {moment(wave.cancelled_at.isoformat())}."
    if report.paused and waiting:
        return f"{said}, en pause (« guichet resume » la relance)."
    if report.ends_at:
        return f"{said}, {wave.per_hour} par heure, finie vers le {moment(report.ends_at.isoformat())}."
    return f"{said}."


def delays(report: Report) -> Iterator[str]:
    """Who makes a wave wait, until when at least, and why."""
    for by, waiting in sorted(report.waiting.items()):
        who = "Le relais de courriel" if by == RELAY else by
        why = _DELAYS.get(waiting.why, f"demande d'attendre ({waiting.why})")
        yield f"{who} {why} : la suite pas avant le {moment(waiting.until.isoformat())}."


def table(report: Report) -> Table:
    """A line a provider, a column a stage that somebody stands at, the total last."""
    stages = [stage for stage in Stage if report.total(stage)]
    made = Table("Fournisseur", box=None, pad_edge=False)
    for stage in stages:
        made.add_column(_STAGES[stage], justify="right")
    for provider in report.providers():
        numbers = [str(report.counts.get((provider, stage), 0)) for stage in stages]
        made.add_row(*map(Text, (provider, *numbers)))
    made.add_row(*map(Text, ("en tout", *(str(report.total(stage)) for stage in stages))))
    return made


def numbers(report: Report) -> dict[str, object]:
    """For machines: one object a wave."""
    return {
        "batch": report.wave.name,
        "town": report.wave.town,
        "per_hour": report.wave.per_hour,
        "paused": report.paused,
        "open": report.wave.cancelled_at is None,
        "waiting": {
            by: {"until": one.until.isoformat(), "why": one.why}
            for by, one in report.waiting.items()
        },
        "ends_at": report.ends_at.isoformat() if report.ends_at else None,
        **{stage.value: report.total(stage) for stage in Stage},
        "providers": {
            provider: {
                stage.value: many
                for stage in Stage
                if (many := report.counts.get((provider, stage), 0))
            }
            for provider in report.providers()
        },
    }
