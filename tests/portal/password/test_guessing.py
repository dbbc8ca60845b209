"""The judge: a verdict in every case, and the password nowhere."""

import asyncio
import logging
import sys
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import pytest_asyncio
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.password import Judge, Judged, Known, Outcome, PasswordRules, Reason
from portal.password.opinion import JudgingProcess

JEANNE = Known(names=("Jeanne", "Martin"), town="Saint-Denis", birth_years=(1984,))
SECRET = "cargo-tulipe-Menthe-plage-472"


@pytest_asyncio.fixture
async def judge() -> AsyncIterator[Judge]:
    async with Judge() as judge:
        yield judge


def played_by(script: str, **limits: timedelta) -> Judge:
    """A judge whose process is `script`."""
    return Judge(JudgingProcess(command=(sys.executable, "-I", "-c", script), **limits))


async def test_jeanne_martin_born_in_1984_is_refused_her_name(judge: Judge) -> None:
    verdict = await judge.judge("Jeanne.Martin1984", JEANNE)
    assert verdict.outcome is Outcome.REFUSED
    assert verdict.reasons == (Reason.HOLDS_NAME, Reason.HOLDS_BIRTH_YEAR)


async def test_soleil2024_is_refused(judge: Judge) -> None:
    verdict = await judge.judge("Soleil2024", Known())
    assert verdict == Judged(Outcome.REFUSED, (Reason.COMMON_WORD, Reason.YEAR), 1)


async def test_what_only_zxcvbn_knows_is_refused_in_our_words(judge: Judge) -> None:
    verdict = await judge.judge("trustno1", Known())
    assert verdict.outcome is Outcome.REFUSED
    assert Reason.VERY_COMMON in verdict.reasons or Reason.TOP_HUNDRED in verdict.reasons


async def test_a_good_password_is_accepted_with_its_strength(judge: Judge) -> None:
    assert await judge.judge(SECRET, JEANNE) == Judged(Outcome.ACCEPTED, (), 4)


async def test_a_town_may_ask_for_a_better_mark(judge: Judge) -> None:
    fair = await judge.judge("k7mt3wpa", Known())
    strict = await judge.judge("k7mt3wpa", Known(), PasswordRules(min_score=3))
    assert (fair.outcome, strict.outcome) == (Outcome.ACCEPTED, Outcome.REFUSED)


async def test_every_fault_is_told_at_once(judge: Judge) -> None:
    verdict = await judge.judge("JEANNE", JEANNE)
    assert verdict.reasons == (
        Reason.TOO_SHORT,
        Reason.NO_LOWERCASE,
        Reason.NO_DIGIT,
        Reason.HOLDS_NAME,
    )


async def test_the_same_process_answers_many(judge: Judge) -> None:
    verdicts = await asyncio.gather(*(judge.judge(f"{SECRET}{n}", Known()) for n in range(20)))
    assert {verdict.outcome for verdict in verdicts} == {Outcome.ACCEPTED}


async def test_a_cancelled_question_does_not_answer_the_next_one(judge: Judge) -> None:
    await judge.judge(SECRET, Known())
    for turns in range(1, 8):
        task = asyncio.create_task(judge.judge(SECRET, Known()))
        for _ in range(turns):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        assert (await judge.judge("trustno1", Known())).outcome is Outcome.REFUSED


@pytest.mark.parametrize(
    "script",
    [
        "",
        "raise SystemExit(3)",
        "print('ready', flush=True); raise SystemExit",
        "print('ready', flush=True); input(); print('nonsense', flush=True)",
        "print('ready', flush=True); input(); print('[]', flush=True)",
        "print('ready', flush=True); input(); print('{}', flush=True)",
        "print('ready', flush=True); input(); print('{\"score\": 9}', flush=True)",
        "print('ready', flush=True); input(); print('x' * 1_000_000, flush=True)",
    ],
)
async def test_a_process_that_fails_leaves_our_own_careful_rule(script: str) -> None:
    async with played_by(script) as judge:
        assert (await judge.judge(SECRET, Known())).outcome is Outcome.ACCEPTED
        assert (await judge.judge("k7mt3wpa", Known())).outcome is Outcome.REFUSED
        assert (await judge.judge("trustno1", Known())).outcome is Outcome.REFUSED
        assert (await judge.judge("Soleil2024", Known())).outcome is Outcome.REFUSED


@pytest.mark.parametrize(
    "script",
    ["import signal; signal.pause()", "print('ready', flush=True); import signal; signal.pause()"],
)
async def test_a_process_that_takes_too_long_is_not_waited_for(script: str) -> None:
    short = timedelta(milliseconds=200)
    async with played_by(script, limit=short, patience=short) as judge:
        assert (await judge.judge(SECRET, Known())).outcome is Outcome.ACCEPTED
        assert (await judge.judge("k7mt3wpa", Known())).outcome is Outcome.REFUSED


async def test_a_command_that_does_not_exist_is_no_catastrophe() -> None:
    async with Judge(JudgingProcess(command=("/nowhere/python",))) as judge:
        assert (await judge.judge(SECRET, Known())).outcome is Outcome.ACCEPTED


async def test_a_process_that_dies_is_replaced() -> None:
    process = JudgingProcess()
    async with Judge(process) as judge:
        await judge.judge(SECRET, Known())
        assert process._process is not None
        process._process.kill()
        await process._process.wait()
        assert (await judge.judge("trustno1", Known())).outcome is Outcome.REFUSED


def test_the_judge_never_raises() -> None:
    with asyncio.Runner() as runner:
        judge = Judge()

        @settings(max_examples=100, deadline=None)
        @given(st.text(max_size=200), st.text(max_size=200))
        def anything(password: str, name: str) -> None:
            verdict = runner.run(judge.judge(password, Known(names=(name,), login=password)))
            assert verdict.outcome in Outcome
            assert bool(verdict.reasons) is (verdict.outcome is Outcome.REFUSED)

        try:
            anything()
        finally:
            runner.run(judge.close())


@pytest.mark.parametrize(
    "hostile",
    [
        "l1!|iI" * 12 + "a1",
        "a" * 127 + "1",
        "4@(3^" * 20 + "z9",
        "é1" * 64,
        "٣a" * 60,
        "1l" * 10**6,
    ],
)
async def test_hostile_input_gets_a_verdict(hostile: str, judge: Judge) -> None:
    assert (await judge.judge(hostile, Known(names=(hostile,) * 100))).outcome in Outcome


async def test_input_made_to_be_slow_does_not_hold_up_the_next_citizen() -> None:
    slow = "4@8({[<369&#!1/|l0$5+7%2" * 3  # two seconds of zxcvbn
    short = timedelta(milliseconds=100)
    async with Judge(JudgingProcess(limit=short)) as judge:
        verdicts = await asyncio.gather(
            judge.judge(slow + "a", Known()), judge.judge("trustno1", Known())
        )
    assert [verdict.outcome for verdict in verdicts] == [Outcome.ACCEPTED, Outcome.REFUSED]


async def test_the_password_is_in_no_repr_and_no_log(
    judge: Judge, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    asyncio.get_running_loop().set_debug(True)
    verdict = await judge.judge(SECRET, Known())
    async with played_by("print('ready', flush=True); raise SystemExit(input())") as broken:
        await broken.judge(SECRET, Known())
    seen = repr(verdict) + repr(vars(judge)) + repr(vars(judge._process)) + caplog.text
    assert SECRET not in seen + "".join(capfd.readouterr())
