"""The terms: which version is shown, and the proof that it was accepted."""

from desk.effects.outcome import Outcome
from desk.turn import Turn
from flows.sprint import Wanted
from portal import terms


async def show_terms(turn: Turn, _wanted: Wanted) -> Outcome:
    """The version in force, its number of parts, and the code printed after its last word."""
    citizen = turn.known()
    current = await terms.current(citizen.town)
    if current is None:
        return Outcome("none")
    if await terms.accepted_version(citizen) == current.version:
        return Outcome("accepted", {"version": current.version})
    secret = turn.counter.keys.seed("terms", citizen.id)
    return Outcome(
        "shown",
        {
            "document": "terms",
            "version": current.version,
            "part": 1,
            "parts": len(terms.parts(current.text)),
            "code": terms.end_code(citizen.town, current.version, citizen.id, secret),
            "published": current.published_at.date().isoformat(),
        },
    )


async def accept_terms(turn: Turn, wanted: Wanted) -> Outcome:
    """Keep version, hash, time, channel and manner. A version published meanwhile asks again."""
    version = str(wanted.data["version"])
    done = await terms.accept(
        turn.known(),
        version=version,
        channel=turn.channel.value,
        manner=str(wanted.data["manner"]),
        at=turn.now,
    )
    if done is terms.Accepted.NEWER:
        return Outcome("newer")
    return Outcome("accepted", {"version": version, "on": turn.now.isoformat()})
