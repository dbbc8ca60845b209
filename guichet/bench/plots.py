"""`make plots`: the pictures of `docs/speed.md` and its figures, from the results that are kept.

Each measure is taken from the newest run that made it; its reference comes from the same run.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from guichet.bench.chart import Bar, Chart, described, french, svg
from guichet.printed_docs import DOCS
from guichet.screen import say

RESULTS = DOCS.parent / "bench" / "results"
PICTURES = DOCS / "pictures"
PAGE = DOCS / "speed.md"
_DRAWN = re.compile(r"(?<=<!-- make plots -->\n).*?(?=<!-- fin -->)", re.DOTALL)

Told = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """Which measures a drawing shows: what in their name becomes the label, and the two keys that are read."""

    file: str
    names: str
    label: str
    title: str
    unit: str
    ours: str
    beside: str
    keys: tuple[str, str] = ("per_second", "reference_per_second")


_PLANS = (
    _Plan(
        file="turns",
        names=r"turns (sqlite|postgresql), (\d) process(?:es)?",
        label="{} à {}",
        title="Tours durables",
        unit="tours par seconde",
        ours="le guichet, tour entier",
        beside="le pilote nu, cinq lignes, un commit par tour",
    ),
    _Plan(
        file="crowd",
        names=r"turns (sqlite|postgres), (\d+) conversations",
        label="{}, {} conversations",
        title="Le même tour, de plus en plus de conversations",
        unit="tours par seconde",
        ours="avec tant de conversations",
        beside="avec les 1 000 du même passage",
    ),
    _Plan(
        file="live",
        names=r"messages answered (sqlite), (\d+) live conversations",
        label="{}, {} conversations",
        title="Reçu, joué, parti : conversations en cours",
        unit="messages par seconde",
        ours="le guichet",
        beside="ConversationHandler, gardé à chaque message",
    ),
    _Plan(
        file="live-processor",
        names=r"messages answered (sqlite), (\d+) live conversations",
        label="{}, {} conversations",
        title="Ce qu’un message coûte de processeur",
        unit="millisecondes",
        ours="le guichet",
        beside="ConversationHandler, gardé à chaque message",
        keys=("processor_ms", "reference_processor_ms"),
    ),
    _Plan(
        file="replies",
        names=r"update to reply, (sqlite), (\d+) a second",
        label="{}, {} messages/s demandés",
        title="Telegram : du message à la réponse",
        unit="millisecondes",
        ours="médiane",
        beside="99 sur 100 au plus",
        keys=("median_ms", "p99_ms"),
    ),
    _Plan(
        file="letters",
        names=r"mail to reply, (sqlite), (\d+) a second",
        label="{}, {} courriels/s demandés",
        title="Courriel : de la remise à la réponse chez le relais",
        unit="millisecondes",
        ours="médiane",
        beside="99 sur 100 au plus",
        keys=("median_ms", "p99_ms"),
    ),
)
_ENGINES = {"sqlite": "SQLite", "postgres": "PostgreSQL", "postgresql": "PostgreSQL"}


def newest(folder: Path) -> dict[str, Told]:
    """Every measure by its name, from the newest run that made it, with that run's own facts."""
    runs = sorted(
        (
            {**json.loads(path.read_text("utf-8")), "file": path.name}
            for path in folder.glob("*.json")
        ),
        key=lambda run: str(run["at"]),
    )
    return {
        measure["name"]: {**measure, "run": run}
        for run in runs
        if not run["short"]
        for measure in run["measures"]
    }


def charts(measures: Mapping[str, Told]) -> dict[str, Chart]:
    """By the name of their file. A drawing of which nothing was measured is left out."""
    drawn = {plan.file: _chart(plan, measures) for plan in _PLANS}
    return {file: chart for file, chart in drawn.items() if chart.bars}


def _chart(plan: _Plan, measures: Mapping[str, Told]) -> Chart:
    ours, beside = plan.keys
    found = [
        (match[1], int(match[2]), told)
        for name, told in measures.items()
        if (match := re.fullmatch(plan.names, name))
    ]
    bars = [
        Bar(plan.label.format(_ENGINES[engine], french(size)), told[ours], told[beside])
        for engine, size, told in sorted(found, key=lambda one: (one[0] != "sqlite", one[1]))
    ]
    return Chart(title=plan.title, unit=plan.unit, ours=plan.ours, beside=plan.beside, bars=bars)


def drawn(page: str, measures: Mapping[str, Told]) -> str:
    """The page, what stands between its two marks written again."""
    return _DRAWN.sub(lambda _: "\n".join(_lines(measures)), page)


def _lines(measures: Mapping[str, Told]) -> Iterator[str]:
    yield ""
    for file, chart in charts(measures).items():
        yield f"![{chart.title}. {described(chart)}](pictures/{file}.svg)"
        yield ""
    runs = {told["run"]["file"]: told["run"] for told in measures.values()}
    for file, run in runs.items():
        kept = [told for told in measures.values() if told["run"]["file"] == file]
        yield from _table(file, run, kept)


def _table(file: str, run: Told, kept: Sequence[Told]) -> Iterator[str]:
    machine = run["machine"]
    yield (
        f"[`{file}`](../bench/results/{file}), {run['at'][:10]}, commit `{run['commit']}` :"
        f" {machine['cores']} cœurs ({machine['processor']}), Python {machine['python']},"
        f" charge {french(machine['load'])} à la fin."
    )
    yield ""
    yield "| Mesure, telle que le fichier la nomme | Chiffres | À côté |"
    yield "|---|---|---|"
    for told in kept:
        figures = ", ".join(
            f"{name} {french(value) if isinstance(value, int | float) else value}"
            for name, value in told.items()
            if name not in {"name", "reference", "run"} and value is not None
        )
        yield f"| {told['name']} | {figures} | {told['reference']} |"
    yield ""


def main() -> None:
    """Write every picture and the page again."""
    measures = newest(RESULTS)
    for file, chart in charts(measures).items():
        (PICTURES / f"{file}.svg").write_text(svg(chart), "utf-8")
    PAGE.write_text(drawn(PAGE.read_text("utf-8"), measures), "utf-8")
    say(f"docs/{PAGE.name} et {len(charts(measures))} dessins : récrits.")


if __name__ == "__main__":
    main()
