"""How the bot is reached: the section [telegram]."""

from typing import Literal

from pydantic import Field

from guichet.settings_section import Section
from guichet.settings_types import DeepLink, Url


class Telegram(Section):
    """La porte Telegram, commune à toutes les villes."""

    api_base_url: Url = Field(
        default="https://api.telegram.org", description="Adresse de l'API des robots Telegram."
    )
    mode: Literal["polling", "webhook"] = Field(
        default="polling",
        description="Comment arrivent les messages : polling (nous les demandons, rien à ouvrir)"
        " ou webhook (Telegram les envoie à web.public_url).",
    )
    deep_link: DeepLink = Field(
        default="https://t.me/{bot}?start={token}",
        description="Lien qui ouvre la conversation avec le robot.",
    )
