"""The terms that the settings name, put in force at the start when they have changed."""

import hashlib
from datetime import datetime

from guichet.errors import SettingsError
from guichet.settings import Settings
from portal import terms
from portal.paris import today_in_paris
from portal.terms import Published


async def publish_terms(settings: Settings, now: datetime) -> None:
    """One new version for each town whose file no longer says what is in force."""
    for slug, town in settings.towns.items():
        if town.terms is None:
            continue
        try:
            text = town.terms.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError(
                [f"[towns.{slug}] terms : {town.terms} ne se lit pas ({type(error).__name__})"]
            ) from error
        await _publish(slug, text, now)


async def _publish(slug: str, text: str, now: datetime) -> None:
    current = await terms.current(slug)
    if current is not None and current.sha256 == terms.fingerprint(text):
        return
    day = today_in_paris(now).isoformat()
    done = await terms.publish(slug, day, text, now)
    if done is Published.DIFFERENT:  # changed twice on one day
        mark = hashlib.sha256(text.encode()).hexdigest()[:6]
        await terms.publish(slug, f"{day}-{mark}", text, now)
