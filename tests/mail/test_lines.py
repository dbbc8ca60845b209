"""One line to the relay carries mail after mail, and is called again when it broke."""

import asyncio

import pytest

from desk.door import DelayedError, HeldError, RefusedError
from mail_send import relay as relay_module
from mail_send.lines import MOST_MAILS
from tests.mail.relays import Provider, relay_at, relaying
from tests.mail.test_relay import posting


async def test_several_mails_take_one_line() -> None:
    provider = Provider()
    async with relaying(provider) as port, relay_at(port) as relay:
        for _ in range(3):
            await relay.carry(posting())
    assert len(provider.kept) == 3
    assert len(provider.greeted_by) == 1


async def test_before_it_is_used_again_a_line_is_asked_and_forgets_the_last_mail() -> None:
    provider = Provider()
    async with relaying(provider) as port, relay_at(port) as relay:
        await relay.carry(posting())
        await relay.carry(posting())
    assert provider.said[:7] == ["MAIL", "RCPT", "DATA", "RSET", "MAIL", "RCPT", "DATA"]


@pytest.mark.parametrize("command", ["MAIL", "RCPT", "DATA"])
async def test_a_refusal_does_not_cost_the_line(command: str) -> None:
    provider = Provider(once=[(command, "550 5.1.1 No")])
    async with relaying(provider) as port, relay_at(port) as relay:
        with pytest.raises((DelayedError, RefusedError)):
            await relay.carry(posting())
        await relay.carry(posting())
    assert len(provider.kept) == 1
    assert len(provider.greeted_by) == 1


async def test_a_line_that_the_relay_closed_is_called_again_and_no_mail_is_late() -> None:
    provider = Provider()
    async with relaying(provider) as port, relay_at(port) as relay:
        await relay.carry(posting())
        provider.transports[0].abort()
        await relay.carry(posting())
    assert len(provider.kept) == 2
    assert len(provider.greeted_by) == 2


async def test_a_relay_that_tires_of_a_quiet_line_does_not_slow_us() -> None:
    provider = Provider()
    async with relaying(provider) as port, relay_at(port) as relay:
        await relay.carry(posting())
        provider.once.append(("RSET", "421 4.4.2 Timeout"))
        await relay.carry(posting())
    assert len(provider.kept) == 2


async def test_a_421_in_the_middle_of_a_mail_costs_the_line_and_the_mail_waits() -> None:
    provider = Provider(once=[("DATA", "421 4.7.0 Closing")])
    async with relaying(provider) as port, relay_at(port) as relay:
        with pytest.raises(DelayedError, match="smtp 421"):
            await relay.carry(posting())
        await relay.carry(posting())
    assert len(provider.kept) == 1


async def test_a_quiet_line_hangs_up_politely() -> None:
    provider = Provider()
    async with relaying(provider) as port, relay_at(port) as relay:
        relay._lines.idle = 0.0
        await relay.carry(posting())
        await provider.hears("QUIT")
        await relay.carry(posting())
    assert len(provider.greeted_by) == 2


async def test_a_relay_does_not_keep_one_caller_for_ever() -> None:
    provider = Provider()
    async with relaying(provider) as port, relay_at(port) as relay:
        for _ in range(MOST_MAILS + 1):
            await relay.carry(posting())
    assert len(provider.greeted_by) == 2


async def test_so_many_lines_and_no_more() -> None:
    provider = Provider()
    async with relaying(provider) as port, relay_at(port, connections=2) as relay:
        await asyncio.gather(*(relay.carry(posting()) for _ in range(10)))
    assert len(provider.kept) == 10
    assert len(provider.greeted_by) == 2


async def test_a_mail_that_finds_every_line_in_use_is_not_counted_as_tried(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(relay_module, "WAITING", 0.0)
    provider = Provider(silent="DATA")
    async with (
        relaying(provider) as port,
        relay_at(port, connections=1) as relay,
        asyncio.TaskGroup() as tasks,
    ):
        stuck = tasks.create_task(relay.carry(posting()))
        await provider.hears("DATA")
        with pytest.raises(HeldError):
            await relay.carry(posting())
        stuck.cancel()
    assert provider.kept == []


async def test_a_mail_that_was_stopped_half_way_leaves_no_line_behind() -> None:
    provider = Provider(silent="DATA")
    async with relaying(provider) as port, relay_at(port, patience=0.1) as relay:
        with pytest.raises(DelayedError):
            await relay.carry(posting())
        provider.silent = ""
        await relay.carry(posting())
    assert len(provider.kept) == 1
    assert len(provider.greeted_by) == 2
