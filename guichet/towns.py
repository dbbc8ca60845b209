"""From the settings to what the desk and the portal work with."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import date, time, timedelta

from desk.counter import Limits
from desk.office_hours import OfficeHours
from desk.town import Town
from flows.here import SecretWay
from guichet.errors import NotFoundError, SettingsError
from guichet.settings import Settings, TownSettings
from guichet.settings_faults import did_you_mean
from guichet.settings_types import DAYS
from portal.password.rules import PasswordRules

NO_TOWN = (
    "aucune ville n'est réglée : ajoutez une section [towns.nom-de-la-ville] au fichier de réglages,"
    " ou essayez la ville de démonstration avec « guichet demo »"
)


def towns(settings: Settings) -> dict[str, Town]:
    """Every town by its slug. A bot's username is not known yet: the Bot API tells it."""
    return {
        slug: _town(slug, told, settings.telegram.deep_link)
        for slug, told in settings.towns.items()
    }


def at_least_one(settings: Settings) -> None:
    """Doors open for somebody. Raises `SettingsError` when no town is declared."""
    if not settings.towns:
        raise SettingsError([NO_TOWN])


def asked_towns(asked: Sequence[str], settings: Settings) -> tuple[str, ...]:
    """The towns that a command names. Raises `NotFoundError` for one that is not set up."""
    for town in asked:
        if settings.towns and town not in settings.towns:
            raise NotFoundError(
                f"ville inconnue « {town} »{did_you_mean(town, settings.towns)}",
                f"Villes réglées : {', '.join(settings.towns)}.",
            )
    return tuple(asked)


def _town(slug: str, told: TownSettings, telegram_link: str) -> Town:
    return Town(
        slug=slug,
        name=told.name,
        phone=told.phone,
        hours=told.hours,
        site=told.site,
        mail_address=told.mail_address,
        contact=told.contact,
        address=told.address,
        privacy_contact=told.privacy_contact,
        plus_addressing=told.mailbox.plus_addressing if told.mailbox else True,
        telegram_link=telegram_link,
        always_ask_temporary_password=told.always_ask_temporary_password,
        words=str(told.words or ""),
    )


def password_rules(settings: Settings) -> PasswordRules:
    """The floor of a password, and the least strength."""
    told = settings.password
    return PasswordRules(
        min_length=told.min_length,
        min_lowercase=told.min_lowercase,
        min_digits=told.min_digits,
        min_score=told.min_score,
    )


def telegram_secrets(settings: Settings) -> SecretWay:
    """Where a password may be typed on Telegram."""
    return SecretWay(settings.password.telegram)


def office_hours(settings: Settings) -> OfficeHours:
    """When invitations may leave."""
    told = settings.invitations
    return OfficeHours(
        opens=time.fromisoformat(told.opens),
        closes=time.fromisoformat(told.closes),
        days=frozenset(DAYS.index(name) for name in told.days),
        closed=frozenset(map(date.fromisoformat, told.closed)),
        holidays=told.holidays,
        alsace_moselle=told.alsace_moselle,
    )


def limits(settings: Settings) -> Limits:
    """How long things live: `first_link_days = 7` is `first_link` of seven days."""
    told = settings.limits.model_dump()
    units = {name.rpartition("_")[0]: name.rpartition("_")[2] for name in told}
    return Limits(
        **{
            field.name: timedelta(**{units[field.name]: told[f"{field.name}_{units[field.name]}"]})
            for field in fields(Limits)
        }
    )
