"""Login and password: what is allowed, who has which, and what failures cost."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tortoise.exceptions import IntegrityError
from tortoise.transactions import in_transaction

from models.family import Citizen
from portal.credentials import (
    Identifiers,
    blocked_until,
    failed,
    locked,
    login_form,
    login_free,
    set_identifiers,
    set_password,
    signed_in,
)
from portal.names import same_login
from portal.password.throttle import NEVER
from tests.portal.people import NOON, TOWN, adult, again

MINUTE = timedelta(minutes=1)
stored = pytest.mark.usefixtures("database")


@pytest.mark.parametrize(
    ("typed", "login"),
    [
        ("Claire.Testa", "claire.testa"),
        (" jean-noël ", "jean-noël"),
        ("G.d’Estourbeil", "g.d'estourbeil"),
        ("claire+ville@exemple.fr", "claire+ville@exemple.fr"),
        ("abc", "abc"),
        ("2060", "2060"),
        ("x" * 64, "x" * 64),
    ],
)
def test_a_login_is_stored_in_its_one_spelling(typed: str, login: str) -> None:
    assert login_form(typed) == login


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "ab",
        " ab ",
        "x" * 65,
        "x" * 100_000,
        "claire testa",
        "claire\ntesta",
        ".claire",
        "<claire>",
        "claire/testa",
        "сlaire",  # the first letter is Cyrillic
        "claire🙂",
        "claire\u200btesta",
        "clai\u0336re",
    ],
)
def test_a_login_that_cannot_be_typed_again_or_looks_like_another_is_refused(typed: str) -> None:
    assert login_form(typed) is None


@given(st.text(max_size=140))
def test_an_allowed_login_is_of_the_right_size_and_spelt_once(text: str) -> None:
    login = login_form(text)
    if login is not None:
        assert 3 <= len(login) <= 64
        assert login == same_login(login) == login_form(login)


@given(st.from_regex(r"[a-z0-9][a-z0-9.@_+'-]{2,63}", fullmatch=True), st.data())
def test_capitals_and_spaces_around_make_no_other_login(login: str, data: st.DataObject) -> None:
    upper = data.draw(st.lists(st.booleans(), min_size=len(login), max_size=len(login)))
    typed = "".join(sign.upper() if up else sign for sign, up in zip(login, upper, strict=True))
    assert login_form(f" {typed}\n") == login


@stored
async def test_a_login_is_free_whatever_capitals_are_tried_in_another_town_only() -> None:
    claire = await adult("claire.testa")
    assert not await login_free(TOWN, "CLAIRE.Testa", None)
    assert await login_free(TOWN, "claire.testa", claire)
    assert await login_free("ailleurs", "claire.testa", None)


@stored
async def test_new_identifiers_replace_login_and_password_and_forget_failures() -> None:
    claire = await adult(failures=3, last_failure_at=NOON)
    done = await set_identifiers(claire, login="Claire", password_hash="hash", at=NOON)
    assert done is Identifiers.SET
    kept = await again(claire)
    assert (kept.login, kept.password_hash, kept.identifiers_set_at) == ("claire", "hash", NOON)
    assert (kept.failures, kept.last_failure_at) == (0, None)
    assert claire.login == "claire"


@stored
async def test_one_may_keep_the_login_that_the_town_gave() -> None:
    claire = await adult("claire.testa")
    done = await set_identifiers(claire, login="claire.testa", password_hash="hash", at=NOON)
    assert done is Identifiers.SET


@stored
async def test_the_login_of_somebody_else_is_taken_and_nothing_changes() -> None:
    await adult("paul")
    claire = await adult("claire")
    done = await set_identifiers(claire, login="PAUL", password_hash="hash", at=NOON)
    assert done is Identifiers.TAKEN
    kept = await again(claire)
    assert (kept.login, kept.password_hash, kept.identifiers_set_at) == ("claire", "", None)


@stored
async def test_the_database_refuses_whom_the_look_before_did_not_see() -> None:
    claire, paul = await adult("claire"), await adult("paul")
    with pytest.raises(IntegrityError):
        async with in_transaction():
            await Citizen.filter(id=claire.id).update(login=paul.login)


@stored
async def test_five_failures_are_free_of_delay_but_the_last_then_it_grows_then_it_locks() -> None:
    claire = await adult()
    waits = [await failed(claire, NOON) for _ in range(10)]
    minutes = [None if until is None else until - NOON for until in waits[:9]]
    assert minutes == [None] * 4 + [MINUTE * wait for wait in (1, 2, 4, 8, 16)]
    assert waits[9] == NEVER
    assert locked(claire)


@stored
async def test_a_failure_counted_by_another_hand_is_not_forgotten() -> None:
    claire = await adult()
    stale = await again(claire)
    await failed(claire, NOON)
    await failed(stale, NOON)
    assert stale.failures == (await again(claire)).failures == 2


@stored
async def test_after_the_delay_a_password_is_looked_at_again() -> None:
    claire = await adult(failures=6, last_failure_at=NOON)
    assert blocked_until(claire, NOON + MINUTE) == NOON + 2 * MINUTE
    assert blocked_until(claire, NOON + 2 * MINUTE) is None
    assert not locked(claire)


@stored
async def test_a_new_password_opens_the_lock() -> None:
    claire = await adult(failures=10, last_failure_at=NOON)
    assert locked(claire)
    await set_password(claire, "hash", NOON)
    kept = await again(claire)
    assert not locked(kept)
    assert blocked_until(kept, NOON) is None
    assert kept.password_hash == "hash"


@stored
async def test_signing_in_tells_the_time_before_and_forgets_the_failures() -> None:
    claire = await adult(failures=4, last_failure_at=NOON)
    assert await signed_in(claire, NOON) is None
    assert await signed_in(claire, NOON + MINUTE) == NOON
    kept = await again(claire)
    assert (kept.last_sign_in_at, kept.failures) == (NOON + MINUTE, 0)
