"""The threats that we say are stopped have a test that would tell."""

import re
from itertools import pairwise

from tests.repository import DOCS, ROOT

NAMED = re.findall(r"`([\w/]+\.py)::(test_\w+)`", (DOCS / "security.md").read_text("utf-8"))


def test_every_test_that_is_named_exists() -> None:
    assert len(NAMED) > 20
    missing = [
        (file, name)
        for file, name in NAMED
        if not re.search(
            rf"^(async )?def {name}\(", (ROOT / "tests" / file).read_text("utf-8"), re.MULTILINE
        )
    ]
    assert missing == []


def test_every_threat_has_its_test() -> None:
    lines = (DOCS / "security.md").read_text("utf-8").splitlines()
    rows = [
        line for line, under in pairwise([*lines, ""]) if line[:2] == "| " and under[:3] != "|--"
    ]
    assert [row for row in rows if "::test_" not in row] == []
