"""Wrong codes and wrong facts typed at one address: they slow the next ones down, whoever they were for."""

from datetime import datetime

from desk.effects.outcome import Outcome
from desk.turn import Turn
from portal.password import blocked_until


def blocked(turn: Turn) -> datetime | None:
    """Until when nothing is looked at; None while one may try."""
    last = turn.address.last_failure_at
    until = blocked_until(min(turn.address.failures, 9), last) if last else None
    return until if until and until > turn.now else None


def failed(turn: Turn, outcome: str) -> Outcome:
    """One more that was wrong: `outcome`, or that it must wait now."""
    turn.address.failures += 1
    turn.address.last_failure_at = turn.now
    if until := blocked(turn):
        return Outcome("blocked", {"until": until.isoformat()})
    return Outcome(outcome)
