"""All that the stories told, played once for the tests that look at every message and every rest."""

from functools import cache

from flows.here import Here
from flows.message import Message
from flows.session import Session
from tests.flows.story import played, stories
from tests.flows.talk import Talk


@cache
def talks() -> tuple[Talk, ...]:
    """Every story on each of its channels."""
    return tuple(talk for story in stories() for talk in played(story)[1])


def messages() -> list[tuple[Message, Here]]:
    """Every message said, and where."""
    return [said for talk in talks() for said in talk.said]


@cache
def rests() -> tuple[tuple[Session, Here], ...]:
    """One rest for each place where a conversation stood, on each channel and with each proof."""
    found = {
        (*((frame.flow, frame.step) for frame in session.frames), here): (session, here)
        for talk in talks()
        for session, here in talk.stood
    }
    return tuple(found.values())
