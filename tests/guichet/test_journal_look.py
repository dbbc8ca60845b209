"""A line as staff see it, and as machines read it."""

import json
import re
from datetime import UTC, datetime, timedelta

from guichet.journal_look import Look, as_json
from tests.guichet.lines import line


def test_a_line_says_when_in_paris_who_where_and_what() -> None:
    told = line(
        login="mme.testa", name="Mme T.", channel="mail", flow="invitation", step="question",
        kind="answered", detail="oui", took=timedelta(milliseconds=12),
    )  # fmt: skip
    assert re.split(" {2,}", Look(towns=False).text(told).plain) == [
        "12:00:00",
        "mme.testa (Mme T.)",
        "courriel",
        "a répondu « oui »",
        "invitation/question",
        "12 ms",
    ]


def test_several_towns_are_named() -> None:
    assert "saint-denis" in Look(towns=True).text(line(kind="asked")).plain
    assert "saint-denis" not in Look(towns=False).text(line(kind="asked")).plain


def test_an_unknown_address_has_a_number() -> None:
    assert "inconnu n° 7" in Look(towns=False).text(line(kind="asked", address_id=7)).plain


def test_the_day_is_told_when_it_changes_in_paris() -> None:
    look = Look(towns=False)
    evening = line(at=datetime(2026, 11, 24, 22, 59, tzinfo=UTC))
    night = line(at=datetime(2026, 11, 24, 23, 1, tzinfo=UTC))
    days = [look.day_of(one) for one in (evening, evening, night)]
    assert [day and day.plain for day in days] == [
        "mardi 24 novembre 2026",
        None,
        "mercredi 25 novembre 2026",
    ]


def test_a_kind_of_a_later_version_is_shown_as_it_is() -> None:
    assert line(kind="teleported", detail="mars").sentence == "teleported mars"


def test_machines_read_names_that_stay() -> None:
    told = as_json(line(kind="answered", detail="oui", took=timedelta(microseconds=1500)))
    assert json.loads(json.dumps(told)) == {
        "id": 1,
        "at": "2026-11-24T11:00:00+00:00",
        "town": "saint-denis",
        "citizen": None,
        "login": "",
        "name": "",
        "conversation": None,
        "address": None,
        "channel": "",
        "flow": "",
        "step": "",
        "kind": "answered",
        "detail": "oui",
        "length": None,
        "took_ms": 1.5,
        "sentence": "a répondu « oui »",
    }
