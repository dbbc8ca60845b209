"""From the settings to the mailboxes that are read, and to the towns that a mail server hands mail to."""

from collections.abc import Callable, Mapping

from guichet.settings import Settings
from guichet.settings_mailbox import Mailbox
from mail_ingest.authenticity import Trust
from mail_ingest.imap import Box, Endpoint, Password, Tls, Token, asked, kept
from mail_ingest.reading import Boxes
from mail_ingest.signed import dns_lookup


def boxes(settings: Settings) -> dict[str, Box]:
    """The mailbox of each town that has one, by its slug."""
    return {
        slug: _box(slug, told.mail_address, told.mailbox, settings)
        for slug, told in settings.towns.items()
        if told.mailbox
    }


def handed_over(settings: Settings) -> Mapping[str, str]:
    """The towns whose mail a server hands to us: address -> slug. Each town has one way in."""
    return {
        told.mail_address.lower(): slug
        for slug, told in settings.towns.items()
        if not told.mailbox and settings.mail_in.protocol != "none"
    }


def reading(settings: Settings, slug: str) -> Boxes:
    """How what a town's mailbox holds is understood: its own host alone is believed there."""
    told = settings.towns[slug]
    servers = told.mailbox.trusted_authserv_ids if told.mailbox else ()
    return Boxes(
        towns={told.mail_address.lower(): slug},
        delimiter=settings.mail_in.reply_delimiter,
        trust=Trust(servers=servers, lookup=dns_lookup if settings.mail_in.check_dkim else None),
    )


def _box(slug: str, address: str, told: Mailbox, settings: Settings) -> Box:
    return Box(
        town=slug,
        address=address.lower(),
        host=told.host,
        port=told.port,
        tls=Tls(told.tls),
        authority=told.ca_file,
        username=told.username,
        credential=_credential(told),
        folder=told.folder,
        done_folder=told.done_folder,
        max_bytes=settings.mail_in.max_size_mb * 1024 * 1024,
    )


def _credential(told: Mailbox) -> Password | Token:
    if told.auth == "password":
        return Password(told.password.get_secret_value())
    return Token(_token(told))


def _token(told: Mailbox) -> Callable[[], str]:
    if told.token_file:
        return kept(told.token_file)
    assert told.oauth_token_url
    return asked(
        Endpoint(
            url=told.oauth_token_url,
            client_id=told.oauth_client_id,
            client_secret=told.oauth_client_secret.get_secret_value(),
            refresh_token=told.oauth_refresh_token.get_secret_value(),
            scope=told.oauth_scope,
        )
    )
