"""Mails wait their turn: a few at a time, fewer where somebody complains, and answers before the rest."""

from dataclasses import dataclass, field
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk.door import RELAY, DelayedError, HeldError, RefusedError
from mail_send.answers import SlowDownError, Whom
from mail_send.carrier import Posting
from mail_send.pace import BURST, FIRST_HOLD
from mail_send.traffic import PATIENCE, Traffic


@dataclass
class Street:
    """A carrier that notes when each mail leaves, on a clock that only sleeping moves."""

    at: float = 1000.0
    left: list[tuple[float, str]] = field(default_factory=list)
    fails: list[DelayedError | RefusedError] = field(default_factory=list)

    def now(self) -> float:
        return self.at

    async def sleep(self, seconds: float) -> None:
        self.at += seconds

    async def carry(self, posting: Posting) -> None:
        self.left.append((self.at, posting.to))
        if self.fails:
            raise self.fails.pop()


def traffic(street: Street, per_minute: int = 60_000) -> Traffic:
    return Traffic(carrier=street, per_minute=per_minute, now=street.now, sleep=street.sleep)


def mail(to: str, priority: int = 2) -> Posting:
    return Posting(raw=b"", message_id="a@b", sender="c@d.example", to=to, priority=priority)


async def held(ways: Traffic, to: str, priority: int = 2) -> float:
    """How long that mail is put back for; 0 when it left."""
    try:
        await ways.carry(mail(to, priority))
    except HeldError as error:
        return error.after.total_seconds()
    return 0.0


async def test_one_provider_gets_a_burst_then_its_pace_and_others_do_not_wait_for_it() -> None:
    street = Street()
    ways = traffic(street)
    for _ in range(BURST + 1):
        await ways.carry(mail("jeanne@orange.fr"))
    assert [at - 1000 for at, _ in street.left] == [0, 0, 0, 0, 0, 1]
    street.left.clear()
    ways.now = lambda: 1000.0
    assert await held(ways, "paul@wanadoo.fr") > PATIENCE
    assert await held(ways, "marc@free.fr") == 0.0


async def test_the_relay_has_a_pace_whoever_the_mails_are_for() -> None:
    street = Street()
    ways = traffic(street, per_minute=6)
    for n in range(BURST):
        assert await held(ways, f"a@ville{n}.example") == 0.0
    assert await held(ways, "a@encore.example") > PATIENCE


@pytest.mark.parametrize("whom", list(Whom))
async def test_whoever_complains_is_left_alone(whom: Whom) -> None:
    street = Street(fails=[SlowDownError("smtp 421", whom)])
    ways = traffic(street)
    with pytest.raises(DelayedError, match="smtp 421") as complaint:
        await ways.carry(mail("jeanne@orange.fr"))
    by = RELAY if whom is Whom.RELAY else "orange"
    assert complaint.value.by == by
    with pytest.raises(HeldError, match="slowed") as put_back:
        await ways.carry(mail("paul@wanadoo.fr"))
    assert put_back.value.by == by
    assert await held(ways, "paul@wanadoo.fr") >= FIRST_HOLD
    assert (await held(ways, "marc@free.fr") >= FIRST_HOLD) is (whom is Whom.RELAY)
    street.at += FIRST_HOLD
    assert await held(ways, "paul@wanadoo.fr", priority=0) == 0.0


@pytest.mark.parametrize("error", [DelayedError("smtp 450"), RefusedError("smtp 550", gone=True)])
async def test_a_refusal_of_one_mailbox_slows_nobody(error: DelayedError | RefusedError) -> None:
    street = Street(fails=[error])  # type: ignore[list-item]
    ways = traffic(street)
    with pytest.raises(type(error)):
        await ways.carry(mail("jeanne@orange.fr"))
    assert await held(ways, "paul@orange.fr") == 0.0


async def test_a_mail_that_was_not_tried_reaches_nobody() -> None:
    street = Street(fails=[SlowDownError("smtp 421", Whom.RELAY)])
    ways = traffic(street)
    with pytest.raises(DelayedError):
        await ways.carry(mail("a@orange.fr"))
    street.left.clear()
    await held(ways, "b@orange.fr")
    assert street.left == []


async def test_mails_put_back_ask_again_one_after_the_other() -> None:
    street = Street()
    ways = traffic(street)
    ways.now = lambda: 1000.0
    waits = [await held(ways, "a@orange.fr") for _ in range(20)]
    put_back = [wait for wait in waits if wait]
    assert all(later - sooner >= 0.99 for sooner, later in pairwise(put_back))


async def test_an_answer_does_not_wait_behind_what_we_begin() -> None:
    street = Street()
    ways = traffic(street)
    ways.now = lambda: 1000.0
    bulk = [await held(ways, "a@orange.fr", priority=2) for _ in range(200)]
    recall = await held(ways, "b@orange.fr", priority=1)
    answer = await held(ways, "c@orange.fr", priority=0)
    assert answer <= recall < max(bulk) / 10


@settings(deadline=None, max_examples=40)
@given(st.lists(st.sampled_from(["a@orange.fr", "b@free.fr", "c@x.example"]), max_size=60))
async def test_each_mail_either_left_once_or_is_put_back(addresses: list[str]) -> None:
    street = Street()
    ways = traffic(street, per_minute=300)
    waits = [await held(ways, to) for to in addresses]
    assert len(street.left) == waits.count(0.0)
    assert all(wait == 0.0 or wait > PATIENCE for wait in waits)


async def test_many_domains_seen_once_are_not_kept_for_ever() -> None:
    street = Street()
    ways = traffic(street)
    for n in range(3000):
        street.at += 60
        await ways.carry(mail(f"a@ville{n}.example"))
    assert len(ways._paces) < 1100
