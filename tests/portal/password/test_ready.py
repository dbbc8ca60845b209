"""The password that is offered when one was refused."""

import asyncio
import re
import secrets
from collections.abc import Sequence
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.password import Judge, Known, Outcome, PasswordRules, broken, ready_password
from portal.password.ready import ready_bits, words


def test_our_words_are_short_plain_and_many() -> None:
    assert list(words()) == sorted(set(words()))
    assert all(re.fullmatch("[a-z]{4,7}", word) for word in words())
    assert ready_bits() >= 50


def test_it_is_four_different_words_and_a_number() -> None:
    *chosen, number = ready_password(secrets.choice).split("-")
    assert len(set(chosen)) == 4
    assert set(chosen) <= set(words())
    assert re.fullmatch(r"\d{3}", number)


def test_it_always_passes_the_rule_and_the_judge() -> None:
    with asyncio.Runner() as runner:
        judge = Judge()

        @settings(max_examples=60, deadline=None)
        @given(st.randoms(use_true_random=False), st.lists(st.sampled_from(words()), max_size=3))
        def any_choice(dice: Random, names: list[str]) -> None:
            def choose(among: Sequence[str]) -> str:
                return dice.choice(among)

            password = ready_password(choose)
            assert broken(password, PasswordRules()) == ()
            verdict = runner.run(judge.judge(password, Known(names=tuple(names))))
            assert verdict.outcome is Outcome.ACCEPTED

        try:
            any_choice()
        finally:
            runner.run(judge.close())


def test_even_the_unluckiest_choice_passes() -> None:
    async def unlucky() -> Outcome:
        async with Judge() as judge:
            return (await judge.judge(ready_password(min), Known())).outcome

    assert asyncio.run(unlucky()) is Outcome.ACCEPTED
