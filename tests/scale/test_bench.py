"""`guichet bench` runs, and its JSON has the shape that the results keep. No figure is judged here."""

import json
from pathlib import Path

import pytest

from guichet.bench.engine import activation
from guichet.bench.house import counter
from guichet.bench.report import quantile, share
from guichet.bench.run import What
from tests.house.program import Place
from tests.postgres import ADMIN
from tests.repository import ROOT

RESULTS = sorted((ROOT / "bench" / "results").glob("*.json"))


def test_an_activation_is_walked_to_the_dashboard() -> None:
    known = counter(None).catalogues["mesure"]  # type: ignore[arg-type]  # nothing is judged
    flows = [sprint.session.top.flow for sprint in activation(known) if sprint.session.frames]
    assert flows[0] == "invitation"
    assert flows[-1] == "home"
    assert {"identifiers", "terms"} <= set(flows)


@pytest.mark.slow
@pytest.mark.timeout(120)
@pytest.mark.parametrize("what", sorted(set(What) - {What.REPLIES, What.CRASH}))
def test_a_short_run_tells_its_figures_in_json(tmp_path: Path, what: What) -> None:
    place = Place(tmp_path / "var")
    place.folder.mkdir()
    answer = place.ran("bench", what, "--short", "--json", "--postgres", ADMIN)
    assert answer.returncode == 0, answer.stderr
    well_formed(json.loads(answer.stdout))
    assert list(tmp_path.glob("guichet-bench-*")) == []


def test_what_cannot_be_measured_is_told(tmp_path: Path) -> None:
    place = Place(tmp_path / "var")
    place.folder.mkdir()
    answer = place.ran("bench", "tours")
    assert answer.returncode == 2
    assert "turns" in answer.stderr


@pytest.mark.parametrize("result", RESULTS, ids=lambda path: path.name)
def test_the_results_that_are_kept_are_well_formed(result: Path) -> None:
    well_formed(json.loads(result.read_text("utf-8")))


def test_a_result_is_kept() -> None:
    assert RESULTS


def well_formed(told: dict[str, object]) -> None:
    assert set(told) == {"at", "commit", "short", "machine", "measures"}
    measures = told["measures"]
    assert isinstance(measures, list)
    assert measures
    for one in measures:
        assert one["name"]
        figures = {key: value for key, value in one.items() if key not in {"name", "reference"}}
        assert figures
        assert all(
            value is None or isinstance(value, str) or value >= 0 for value in figures.values()
        ), one


def test_a_share_of_nothing_is_nothing() -> None:
    assert share(3.0, 2.0) == 1.5
    assert share(3.0, 0.0) is None


def test_the_last_value_is_the_highest_quantile() -> None:
    assert quantile([3, 1, 2], 0.5) == 2
    assert quantile([3, 1, 2], 0.99) == 3
