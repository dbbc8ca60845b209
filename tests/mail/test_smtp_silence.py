"""Nothing of a mail stands in a log or stays in a session, whatever happens to it."""

import gc
import logging

import pytest

from mail_ingest.session import SmtpSession
from tests.mail.wire import BOX, Shelf, called, certified, door

WORDS = ("jeanne", "courrier", "violette", "secret", BOX, "valbrume", "Bonjour")
MAIL = b"From: Jeanne <jeanne@courrier.example>\r\nSubject: secret\r\n\r\nviolette-cabane\r\n"
#: Ours, aiosmtpd's, and the loop's.
LOGGERS = ("", "mail.log", "mail_ingest", "asyncio")


@pytest.fixture
def everything(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    for name in LOGGERS:
        caplog.set_level(logging.DEBUG, name)
    return caplog


def said(caplog: pytest.LogCaptureFixture) -> str:
    told = [f"{one.getMessage()} {one.exc_info}" for one in caplog.records]
    return "\n".join([*told, caplog.text]).lower()


async def test_no_log_tells_who_wrote_what(everything: pytest.LogCaptureFixture) -> None:
    shelf = Shelf(trouble=[ValueError("violette jeanne@courrier.example")])
    async with door(shelf, tls=certified(), max_bytes=5000) as port:
        async with called(port, "EHLO courrier.example") as line:
            await line.deliver(MAIL, BOX, sender="jeanne@courrier.example")
            await line.deliver(MAIL, BOX, sender="jeanne@courrier.example")
            await line.deliver(MAIL * 100, BOX)
            await line.say("Bonjour violette")  # a body where a command should stand
            await line.say("MAIL FROM:<jeanne@@courrier.example>")
            await line.say("VRFY jeanne@courrier.example")
            await line.begin("violette@valbrume.example")
            await line.say("DATA")
            line.send(MAIL)
        assert len(shelf.kept) == 1
    text = said(everything)
    assert "a mail could not be stored: valueerror" in text
    assert [word for word in WORDS if word.lower() in text] == []


async def test_an_answered_mail_is_no_longer_in_its_session() -> None:
    sessions: list[SmtpSession] = []
    async with door(Shelf()) as port, called(port) as line:
        sessions += _sessions()
        await line.deliver(MAIL, BOX)
        [session] = sessions
        assert session.envelope is not None
        assert session.envelope.content is None
        assert session.envelope.mail_from is None


def _sessions() -> list[SmtpSession]:
    return [one for one in gc.get_objects() if type(one) is SmtpSession and one.transport]
