"""Where the account stands, and the greeting of whoever comes home."""

from desk.effects.outcome import Outcome, plain_facts
from desk.turn import Turn
from flows.here import Channel, Level, SecretWay
from flows.sprint import Wanted
from portal import credentials, names, news
from portal.paris import today_in_paris
from portal.standing import standing


async def where(turn: Turn, _wanted: Wanted) -> Outcome:
    """How far the account has come: the journey goes on from there."""
    stands = await standing(turn.citizen)
    if turn.citizen is None:
        return Outcome(stands.value)
    citizen = turn.citizen
    return Outcome(stands.value, {"login": citizen.login, "name": names.polite(citizen)})


async def first_sign_in(turn: Turn, _wanted: Wanted) -> Outcome:
    """Whether the temporary password must be asked, or the new identifiers can be chosen at once."""
    facts = {"login": turn.known().login}
    here = await turn.here()
    if here.channel is Channel.MAIL or here.secrets is SecretWay.PAGE:
        return Outcome("page", facts)
    proved = here.level >= Level.CHANGE
    if proved and not turn.town.always_ask_temporary_password:
        return Outcome("proved", facts)
    return Outcome("ask", facts)


async def greet(turn: Turn, _wanted: Wanted) -> Outcome:
    """The name, the sign-in before this one, the latest news. Coming home is signing in."""
    citizen = turn.known()
    previous = await credentials.signed_in(citizen, turn.now)
    latest = await news.news(citizen.town, today=today_in_paris(turn.now))
    return Outcome(
        "greeted",
        {
            "name": names.polite(citizen),
            "last_sign_in": plain_facts(previous),
            "news": plain_facts(latest.items[:1]),
        },
    )
