"""The moments that a person types are read as she means them."""

from datetime import UTC, datetime

import pytest

from guichet.moments import moment

#: In Paris, it is already the 25th, half past midnight.
NOW = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2 h", datetime(2026, 11, 24, 21, 30, tzinfo=UTC)),
        ("2h", datetime(2026, 11, 24, 21, 30, tzinfo=UTC)),
        ("Il y a 2 heures", datetime(2026, 11, 24, 21, 30, tzinfo=UTC)),
        ("30 min", datetime(2026, 11, 24, 23, 0, tzinfo=UTC)),
        ("45 s", datetime(2026, 11, 24, 23, 29, 15, tzinfo=UTC)),
        ("1 jour", datetime(2026, 11, 23, 23, 30, tzinfo=UTC)),
        ("2 semaines", datetime(2026, 11, 10, 23, 30, tzinfo=UTC)),
        ("aujourd’hui", datetime(2026, 11, 24, 23, 0, tzinfo=UTC)),
        ("hier", datetime(2026, 11, 23, 23, 0, tzinfo=UTC)),
        ("2026-11-24", datetime(2026, 11, 23, 23, 0, tzinfo=UTC)),
        ("24/11/2026", datetime(2026, 11, 23, 23, 0, tzinfo=UTC)),
        ("2026-07-14 10:00", datetime(2026, 7, 14, 8, 0, tzinfo=UTC)),
        ("2026-07-14T10:00:30", datetime(2026, 7, 14, 8, 0, 30, tzinfo=UTC)),
    ],
)
def test_a_moment_is_read_at_paris_time(text: str, meant: datetime) -> None:
    assert moment(text, NOW) == meant


@pytest.mark.parametrize("text", ["", "2 truc", "demain matin", "2026-13-45", "99999999 h", "-2 h"])
def test_what_is_no_moment_is_refused_with_examples(text: str) -> None:
    with pytest.raises(ValueError, match="n'est pas un moment : écrivez « 2 h »"):
        moment(text, NOW)
