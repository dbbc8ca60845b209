"""The judge: the rule, then our own estimate, then zxcvbn's; and no failure but a verdict."""

from dataclasses import dataclass
from enum import StrEnum, auto
from types import TracebackType
from typing import Self

from portal.password.known import Known
from portal.password.opinion import JudgingProcess
from portal.password.personal import Estimate, estimate
from portal.password.reasons import Reason
from portal.password.rules import PasswordRules, broken, normalised

#: Bits asked of our own estimate when zxcvbn is silent, since alone it knows few of the world's
#: passwords: twelve free characters, or four words.
ENOUGH_ALONE = 39.5


class Outcome(StrEnum):
    """What became of a proposed password."""

    ACCEPTED = auto()
    REFUSED = auto()


@dataclass(frozen=True, slots=True)
class Judged:
    """The verdict, why, and the strength to show (0 to 4). The password is not in it."""

    outcome: Outcome
    reasons: tuple[Reason, ...]
    strength: int


class Judge:
    """Says whether a password may be taken. Close it, or use it in `async with`."""

    def __init__(self, process: JudgingProcess | None = None) -> None:
        self._process = process or JudgingProcess()

    async def judge(
        self, password: str, known: Known, rules: PasswordRules | None = None
    ) -> Judged:
        """The verdict on `password` for the citizen of whom `known` is known."""
        rules = rules or PasswordRules()
        text = normalised(password)
        own = estimate(text, known)
        if faults := broken(password, rules):
            weak = own.reasons if own.strength < rules.min_score else ()
            return Judged(Outcome.REFUSED, faults + weak, own.strength)
        if own.strength < rules.min_score:
            return _refused(own.reasons, own.strength)
        return await self._second_opinion(text, known, rules, own)

    async def close(self) -> None:
        """End the judging process."""
        await self._process.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def _second_opinion(
        self, text: str, known: Known, rules: PasswordRules, own: Estimate
    ) -> Judged:
        opinion = await self._process.opinion(text, known.words())
        if opinion is None:
            enough = own.bits >= ENOUGH_ALONE
            return _accepted(own.strength) if enough else _refused(own.reasons, own.strength)
        strength = min(own.strength, opinion.score)
        if strength < rules.min_score:
            return _refused(opinion.reasons, strength)
        return _accepted(strength)


def _accepted(strength: int) -> Judged:
    return Judged(Outcome.ACCEPTED, (), strength)


def _refused(reasons: tuple[Reason, ...], strength: int) -> Judged:
    return Judged(Outcome.REFUSED, reasons or (Reason.EASILY_GUESSED,), strength)
