"""What the desk must know of a town, taken from the settings."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """One town hall. `slug` names it in every row; the rest is said to citizens."""

    slug: str
    name: str
    phone: str
    hours: str
    site: str
    mail_address: str
    contact: str
    privacy_contact: str
    #: Postal, of the service that answers; empty when the town does not say.
    address: str = ""
    #: What is written to address+something@ arrives at the address. [RFC 5233]
    plus_addressing: bool = True
    #: The bot's username, once the Bot API has told it; empty without a bot.
    bot: str = ""
    #: Where a Telegram deep link leads; the demo has its own.
    telegram_link: str = "https://t.me/{bot}?start={token}"
    #: Ask the temporary password of everyone, even of whoever has just proved the mailbox.
    always_ask_temporary_password: bool = False
    #: Folder of wording that replaces ours; empty for none.
    words: str = ""


Towns = dict[str, Town]
