"""A town's mailbox in the settings: what it needs, and what a wrong one is told."""

from collections.abc import Callable
from pathlib import Path

import pytest

from guichet.mailboxes import boxes, handed_over, reading
from guichet.settings_file import read_settings
from guichet.towns import towns
from mail_ingest.imap import Password, Tls, Token
from tests.guichet.conftest import TOWN
from tests.guichet.test_settings import told

Config = Callable[[str], Path]
OPEN = """
[towns.saint-denis.mailbox]
host = "imap.hote.example"
username = "guichet@saint-denis.example"
"""
PASSWORD = "GUICHET_TOWNS__SAINT_DENIS__MAILBOX__PASSWORD"


def test_a_mailbox_and_its_password_from_a_variable(config: Config) -> None:
    settings = read_settings(config(TOWN + OPEN), {PASSWORD: "violette"})
    [box] = boxes(settings).values()
    assert (box.town, box.host, box.port, box.tls) == (
        "saint-denis",
        "imap.hote.example",
        993,
        Tls.TLS,
    )
    assert box.credential == Password("violette")
    assert "violette" not in repr(settings) + repr(box)


def test_a_town_with_a_mailbox_is_not_handed_mail_and_promises_no_plus(config: Config) -> None:
    settings = read_settings(config(TOWN + OPEN), {PASSWORD: "violette"})
    assert handed_over(settings) == {}
    assert not towns(settings)["saint-denis"].plus_addressing
    without = read_settings(config(TOWN), {})
    assert list(handed_over(without).values()) == ["saint-denis"]
    assert towns(without)["saint-denis"].plus_addressing


def test_its_host_alone_is_believed_there(config: Config) -> None:
    lines = OPEN + 'trusted_authserv_ids = ["mx.hote.example"]\n'
    other = '[mail_in]\ntrusted_authserv_ids = ["mx.mairie.example"]\n'
    settings = read_settings(config(other + TOWN + lines), {PASSWORD: "violette"})
    assert list(reading(settings, "saint-denis").trust.servers) == ["mx.hote.example"]


def test_a_token_may_come_from_a_file_or_from_the_host(config: Config) -> None:
    by_file = OPEN + 'auth = "xoauth2"\ntoken_file = "jeton"\n'
    by_host = OPEN + 'auth = "xoauth2"\noauth_client_id = "g"\noauth_client_secret = "s"\n'
    by_host += 'oauth_token_url = "https://jetons.example/token"\n'
    for lines in (by_file, by_host):
        [box] = boxes(read_settings(config(TOWN + lines), {})).values()
        assert isinstance(box.credential, Token)


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("", "veut password avec auth = password"),
        ('password = "x"\ntls = "none"\n', "voyagerait en clair"),
        ('password = "x"\ndone_folder = "inbox"\n', "changez done_folder"),
        ('auth = "xoauth2"\n', "soit token_file, soit oauth_token_url"),
        (
            'auth = "xoauth2"\noauth_token_url = "http://jetons.example/t"\noauth_client_id = "g"\n',
            "oauth_token_url en https",
        ),
        (
            'auth = "xoauth2"\noauth_token_url = "https://jetons.example/t"\n',
            "oauth_client_id",
        ),
        ('password = "x"\nhots = "y"\n', "vouliez-vous dire « host » ?"),
        ('password = "x"\nport = 0\n', "[towns.saint-denis.mailbox] port doit être"),
    ],
)
def test_what_cannot_be_is_told(config: Config, lines: str, words: str) -> None:
    [sentence] = told(config(TOWN + OPEN + lines))
    assert words in sentence


def test_a_host_must_be_named(config: Config) -> None:
    told_ = told(config(TOWN + '[towns.saint-denis.mailbox]\nusername = "x"\npassword = "y"\n'))
    assert told_ == (
        "config.toml, [towns.saint-denis.mailbox] host manque : serveur IMAP de l'hébergeur",
    )


def test_two_towns_do_not_read_the_same_mailbox(config: Config) -> None:
    first = TOWN + OPEN + 'password = "x"\n'
    second = first.replace("[towns.saint-denis", "[towns.autre")
    [sentence] = told(config(first + second))
    assert "deux villes relèvent la même boîte" in sentence
