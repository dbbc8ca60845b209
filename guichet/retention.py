"""From the settings to how long each class of data is kept."""

from dataclasses import fields
from datetime import timedelta

from desk.privacy.retention import Retention
from guichet.settings import Settings


def retention(settings: Settings) -> Retention:
    """`messages_days = 180` keeps `messages` for that many days."""
    told = settings.retention.model_dump()
    kept = {field.name: timedelta(days=told[f"{field.name}_days"]) for field in fields(Retention)}
    return Retention(**kept)
