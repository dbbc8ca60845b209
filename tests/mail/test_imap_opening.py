"""What opens a mailbox, and what keeps it shut: said once, in words, and never a secret."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from mail_ingest.imap import Endpoint, Pace, Password, Tls, Token, asked, kept
from mail_ingest.imap.connection import Connection
from mail_ingest.imap.trouble import MailboxError
from tests.mail.certificates import Authority, self_signed
from tests.mail.dovecot import PASSWORD, Dovecot, needs_dovecot, running
from tests.mail.mailboxes import Desk, box, mail, reading, until
from tests.mail.providers import Provider, provider

pytestmark = needs_dovecot
NAME = "mairie"


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority") / "authority.pem")


@pytest.fixture
def server(tmp_path: Path, authority: Authority) -> Iterator[Dovecot]:
    with running(tmp_path / "d", authority) as one:
        yield one


@pytest.fixture
def host() -> Iterator[Provider]:
    with provider() as one:
        yield one


def refusal(server: Dovecot, **others: Any) -> MailboxError:
    """Why that mailbox does not open."""
    connection = Connection(box(server, NAME, **others))
    try:
        with pytest.raises(MailboxError) as refused:
            connection.open()
    finally:
        connection.close()
    assert PASSWORD not in refused.value.told
    return refused.value


def opens(server: Dovecot, **others: Any) -> None:
    connection = Connection(box(server, NAME, **others))
    try:
        connection.open()
        assert connection.generation
    finally:
        connection.close()


async def test_a_wrong_password_is_told_once_and_tried_rarely(
    server: Dovecot, caplog: pytest.LogCaptureFixture
) -> None:
    waits = asyncio.Queue[float]()

    async def wait(seconds: float) -> None:
        waits.put_nowait(seconds)

    wrong = box(server, NAME, credential=Password("wrong-marqué"), pace=Pace())
    async with reading(wrong, Desk(), pause=wait):
        seconds = [await waits.get() for _ in range(3)]
    assert seconds[0] >= 30
    assert seconds[1] > seconds[0] / 2 >= 15
    assert caplog.text.count("refuse l'identifiant ou le mot de passe") == 1
    assert "wrong-marqué" not in caplog.text


async def test_a_password_mended_at_the_host_opens_the_mailbox_without_a_restart(
    server: Dovecot, caplog: pytest.LogCaptureFixture
) -> None:
    desk, stop = Desk(), asyncio.Event()
    server.drop(NAME, mail())
    server.passdb = "passdb {\n  driver = static\n  args = password=autre\n}"
    server.restart()

    async def wait(_seconds: float) -> None:
        await stop.wait()

    async with reading(box(server, NAME), desk, pause=wait):
        await until(lambda: "refuse l'identifiant" in caplog.text)
        server.passdb = ""
        server.restart()
        stop.set()
        await until(lambda: server.holds(NAME) == 0)
    assert desk.heard() == ["Oui"]


@pytest.mark.parametrize("tls", [Tls.TLS, Tls.STARTTLS])
def test_a_certificate_that_is_good_is_accepted(server: Dovecot, tls: Tls) -> None:
    opens(server, tls=tls, port=server.imaps if tls is Tls.TLS else server.imap)


@pytest.mark.parametrize("tls", [Tls.TLS, Tls.STARTTLS])
@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("expired", "a expiré"),
        ("self-signed", "n'est signé par aucune autorité connue"),
        ("other name", "n'est pas à ce nom"),
    ],
)
def test_a_bad_certificate_is_refused_before_anything_is_said(
    tmp_path: Path, authority: Authority, tls: Tls, fault: str, words: str
) -> None:
    shown = {
        "expired": lambda: authority.signs("localhost", until=-timedelta(days=1)),
        "self-signed": lambda: self_signed("localhost"),
        "other name": lambda: authority.signs("imap.ailleurs.example"),
    }
    with running(tmp_path / "d", authority) as server:
        server.certify(shown[fault]())
        server.restart()
        port = server.imaps if tls is Tls.TLS else server.imap
        told = refusal(server, tls=tls, port=port)
        assert words in told.told
        assert told.lasting
        assert "Login:" not in server.log
        assert "auth attempts" not in server.log.replace("no auth attempts", "")


def test_an_authority_that_nobody_knows_is_not_believed(server: Dovecot) -> None:
    assert "aucune autorité" in refusal(server, authority=None).told


def test_without_the_encryption_that_was_asked_nothing_is_said(
    tmp_path: Path, authority: Authority
) -> None:
    with running(tmp_path / "d", authority, more="ssl = no") as server:
        refusal(server, tls=Tls.STARTTLS, port=server.imap)
        assert "Login:" not in server.log


def test_a_port_that_does_not_speak_tls_is_told(server: Dovecot) -> None:
    assert "TLS" in refusal(server, tls=Tls.TLS, port=server.imap).told


def test_a_folder_that_does_not_exist_is_told(server: Dovecot) -> None:
    assert "folder" in refusal(server, folder="Inconnu").told


def test_a_server_that_is_not_there_is_told(server: Dovecot) -> None:
    server.stop()
    assert "ne répond pas" in refusal(server).told


async def test_a_mailbox_is_opened_with_a_token_that_the_host_gives(
    tmp_path: Path, authority: Authority, host: Provider
) -> None:
    host.tokens, host.next_token = {"jeton-1": NAME}, "jeton-1"
    with oauth2(tmp_path, authority, host) as server:
        wanted = Endpoint(
            url=host.token_url, client_id="guichet", client_secret="s", scope="imap/.default"
        )
        opens(server, credential=Token(asked(wanted)))
    assert host.asked == [
        {
            "grant_type": "client_credentials",
            "client_id": "guichet",
            "client_secret": "s",
            "scope": "imap/.default",
        }
    ]


def test_a_refresh_token_is_turned_into_a_token(host: Provider) -> None:
    host.next_token = "jeton-2"
    wanted = Endpoint(url=host.token_url, client_id="guichet", refresh_token="renouvellement")
    assert asked(wanted)() == "jeton-2"
    assert host.asked[0]["grant_type"] == "refresh_token"


def test_a_token_kept_in_a_file_is_read_again_each_time(
    tmp_path: Path, authority: Authority, host: Provider
) -> None:
    host.tokens = {"jeton-3": NAME}
    file = tmp_path / "jeton"
    file.write_text("perime\n")
    credential = Token(kept(file))
    with oauth2(tmp_path, authority, host) as server:
        told = refusal(server, credential=credential)
        assert "jeton" in told.told
        assert told.lasting
        file.write_text("jeton-3\n")
        opens(server, credential=credential)


@pytest.mark.parametrize("said", [None, "", "\xff"])
def test_a_token_that_is_not_there_is_told(tmp_path: Path, said: str | None) -> None:
    file = tmp_path / "jeton"
    if said is not None:
        file.write_text(said, "latin-1")
    with pytest.raises(MailboxError, match="jeton"):
        kept(file)()


def test_a_host_that_refuses_a_token_is_quoted_by_its_code_alone(host: Provider) -> None:
    host.refuses = "invalid_client"
    wanted = Endpoint(url=host.token_url, client_id="guichet", client_secret="secret-marqué")
    with pytest.raises(MailboxError, match="invalid_client") as refused:
        asked(wanted)()
    assert refused.value.lasting
    assert "secret-marqué" not in refused.value.told


def test_a_host_that_is_busy_is_asked_again_soon(host: Provider) -> None:
    host.status = 503
    wanted = Endpoint(url=host.token_url, client_id="guichet", client_secret="s")
    with pytest.raises(MailboxError) as refused:
        asked(wanted)()
    assert not refused.value.lasting


def oauth2(tmp_path: Path, authority: Authority, host: Provider) -> Any:
    """A Dovecot that takes the tokens of that host."""
    (tmp_path / "oauth2").write_text(host.settings())
    passdb = f"passdb {{\n  driver = oauth2\n  mechanisms = xoauth2\n  args = {tmp_path}/oauth2\n}}"
    return running(tmp_path / "d", authority, passdb=passdb)
