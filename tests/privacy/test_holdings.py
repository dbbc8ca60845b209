"""Nothing is stored without somebody having decided whether a person gets a copy of it."""

import pytest

from desk.privacy.headings import _COUNTED
from desk.privacy.holdings import ABOUT_NOBODY, HOLDINGS
from desk.privacy.purging import CLASSES
from desk.privacy.traces import KEPT, TRACES
from desk.privacy.words import PASSED_OVER, WORDS
from desk.waves.fate import Fate
from models.dashboard import InvoiceState
from models.database import TABLES
from models.family import MailState
from models.link import Purpose
from models.post import InboxState, OutboxState
from models.wave import MemberState
from tests.desk.tables import tables
from tests.repository import DOCS

EVERY = [*HOLDINGS.values(), *ABOUT_NOBODY]


def test_every_table_is_held_or_about_nobody() -> None:
    assert {one.table for one in EVERY} == set(tables(TABLES))


@pytest.mark.usefixtures("database")  # foreign keys have their columns once it is open
async def test_every_column_is_told_or_withheld() -> None:
    for one in EVERY:
        columns = set(one.table._meta.db_fields)
        assert one.columns == columns, f"desk/privacy/holdings.py does not decide about {one.table}"


def test_no_column_that_opens_anything_is_told() -> None:
    told = {column for one in EVERY for column in one.told}
    assert not told & {"password_hash", "code_hash", "receipt", "refs", "account"}


def test_every_class_that_is_counted_has_its_words() -> None:
    assert {*CLASSES, *TRACES, *KEPT, "conversations", "addresses"} <= set(_COUNTED)


def test_whatever_we_call_by_a_word_of_ours_is_told_in_french() -> None:
    ours = (*MailState, *InvoiceState, *InboxState, *OutboxState, *Purpose, *MemberState)
    assert [one for one in ours if one not in WORDS] == []
    assert set(PASSED_OVER) == {"gone", *Fate} - {Fate.INVITED}


def test_every_table_is_told_to_whoever_answers_for_the_data() -> None:
    told = (DOCS / "data.md").read_text("utf-8")
    names = {one.table._meta.db_table for one in EVERY}
    assert [name for name in sorted(names) if f"`{name}`" not in told] == []
