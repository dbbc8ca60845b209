"""The conversation is found by what comes back of our own mail."""

from mail_ingest import clues
from mail_ingest.clue import plus_token
from tests.mail.letters import letter

TOKEN = "mzxw6ytboi3dmnrvgq2tkojs"
OTHER = "a" * 16


def test_a_token_is_read_wherever_the_recipient_is_named() -> None:
    found = clues(
        letter("To: x@y.example", f"X-Forwarded-To: Mairie+{TOKEN.upper()}@Ville.Example")
    )
    assert found.reply_tokens == (TOKEN,)


def test_the_latest_of_our_mails_comes_first() -> None:
    found = clues(
        letter(
            f"In-Reply-To: <guichet.{TOKEN}@ville.example>",
            f"References: <guichet.{OTHER}@ville.example>, <guichet.{TOKEN}@ville.example>",
        )
    )
    assert found.message_tokens == (TOKEN, OTHER)


def test_the_addresses_of_others_hold_no_token_of_ours() -> None:
    received = letter(
        f"To: jeanne+{OTHER}@courrier.example, mairie+{TOKEN}@ville.example",
        f"References: <guichet.{OTHER}@ruse.example>",
    )
    found = clues(received, {"mairie@ville.example"})
    assert (found.reply_tokens, found.message_tokens) == ((TOKEN,), ())


def test_a_plus_without_token_is_an_address() -> None:
    assert plus_token("Jeanne+Mairie@courrier.example") == ("jeanne+mairie@courrier.example", "")
