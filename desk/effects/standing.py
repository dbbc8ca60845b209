"""Where the account stands, and the greeting of whoever comes home."""

from desk import invitations, letters
from desk.addresses import owners_of
from desk.effects.outcome import Outcome, plain_facts
from desk.turn import Turn
from flows.here import Channel, Level, SecretWay
from flows.message import Json
from flows.sprint import Wanted
from portal import credentials, invitation, names, news
from portal.paris import today_in_paris
from portal.standing import Standing, standing


async def where(turn: Turn, _wanted: Wanted) -> Outcome:
    """How far the account has come: the journey goes on from there."""
    stands = await standing(turn.citizen)
    if turn.citizen is None:
        shared = len(await owners_of(turn.address)) > 1
        return Outcome("shared" if shared else stands.value)
    citizen = turn.citizen
    if stands is Standing.INVITED and await invitation.withdrawn(citizen, turn.now):
        return Outcome("withdrawn")
    facts: dict[str, Json] = {"login": citizen.login, "name": names.polite(citizen)}
    if stands is Standing.INVITED and (link := await invitations.latest(citizen)):
        facts["until"] = link.expires_at.date().isoformat()
    return Outcome(stands.value, facts)


async def first_sign_in(turn: Turn, _wanted: Wanted) -> Outcome:
    """Whether the temporary password must be asked, or the new identifiers can be chosen at once."""
    facts = {"login": turn.known().login}
    here = await turn.here()
    if here.channel is Channel.MAIL:
        return Outcome("page", facts)  # its link goes to the mailbox on file, which is the proof
    by_letter = await letters.opened_at(turn.known(), turn.address.id, turn.now)
    if here.level < Level.CHANGE:
        return Outcome("letter" if by_letter else "ask", facts)
    if turn.town.always_ask_temporary_password and not by_letter:
        return Outcome("ask", facts)
    return Outcome("page" if here.secrets is SecretWay.PAGE else "proved", facts)


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
