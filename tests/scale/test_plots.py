"""The page about speed and its drawings say what the newest results say."""

import json
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from guichet.bench.chart import Bar, Chart, described, french, svg
from guichet.bench.plots import PAGE, PICTURES, RESULTS, charts, drawn, newest

MEASURES = newest(RESULTS)
CHARTS = charts(MEASURES)
_SVG = "{http://www.w3.org/2000/svg}"


def test_the_page_agrees_with_the_newest_results() -> None:
    page = PAGE.read_text("utf-8")
    assert "<!-- make plots -->" in page
    assert drawn(page, MEASURES) == page, "make plots"


@pytest.mark.parametrize("file", sorted(CHARTS))
def test_a_drawing_agrees_with_the_newest_results(file: str) -> None:
    kept = (PICTURES / f"{file}.svg").read_text("utf-8")
    assert kept == svg(CHARTS[file]), "make plots"


def test_every_drawing_kept_is_still_drawn() -> None:
    assert {path.stem for path in PICTURES.glob("*.svg")} == set(CHARTS)


def run(at: str, **speeds: int) -> str:
    measures = [{"name": name, "reference": "", "per_second": one} for name, one in speeds.items()]
    return json.dumps({"at": at, "short": at.endswith("short"), "measures": measures})


def test_a_newer_run_replaces_only_what_it_measured(tmp_path: Path) -> None:
    (tmp_path / "b.json").write_text(run("2026-01-01", turns=10, crowd=20), "utf-8")
    (tmp_path / "a.json").write_text(run("2026-01-02", turns=30), "utf-8")
    (tmp_path / "c.json").write_text(run("2026-01-03 short", turns=1), "utf-8")
    kept = newest(tmp_path)
    assert {name: told["per_second"] for name, told in kept.items()} == {"turns": 30, "crowd": 20}
    assert kept["crowd"]["run"]["file"] == "b.json"


def test_engines_are_drawn_in_order_of_size() -> None:
    turns = MEASURES["turns sqlite, 1 process"]
    sizes = {
        f"turns {kind}, {n} conversations": turns
        for kind in ("postgres", "sqlite")
        for n in (20, 3)
    }
    labels = [one.label for one in charts(sizes)["crowd"].bars]
    assert labels == [
        f"{kind}, {n} conversations" for kind in ("SQLite", "PostgreSQL") for n in (3, 20)
    ]


CHART = Chart(
    title="Lu & compris",
    unit="par seconde",
    ours="nous",
    beside="eux",
    bars=[Bar("un", 50, 100), Bar("seul", 25, None)],
)


def test_bars_are_as_long_as_their_figures() -> None:
    root = ElementTree.fromstring(svg(CHART))  # noqa: S314 - written by us
    bars = [
        (one.get("class"), float(one.get("width", "0")))
        for one in root.iter(f"{_SVG}rect")
        if one.get("height") == "15"
    ]
    assert [kind for kind, _ in bars] == ["ours", "beside", "ours"]
    half, whole, quarter = (width for _, width in bars)
    assert half * 2 == whole == quarter * 4


def test_a_drawing_is_told_to_whoever_hears_it() -> None:
    root = ElementTree.fromstring(svg(CHART))  # noqa: S314 - written by us
    assert root.get("role") == "img"
    told = {one.get("id"): one.text for one in root if one.get("id")}
    assert root.get("aria-labelledby") == " ".join(told)
    assert told == {"title": "Lu & compris", "desc": described(CHART)}
    assert described(CHART) == "En par seconde. un : 50, à côté 100 ; seul : 25."


def test_nothing_measured_is_an_empty_drawing() -> None:
    assert "NaN" not in svg(replace(CHART, bars=[Bar("rien", 0, 0)]))


@pytest.mark.parametrize(
    ("figure", "told"),
    [
        (1114, "1\N{NO-BREAK SPACE}114"),
        (100, "100"),
        (37.0, "37"),
        (2.16, "2,16"),
        (0.2, "0,2"),
        (0, "0"),
    ],
)
def test_figures_are_written_in_french(figure: float, told: str) -> None:
    assert french(figure) == told
