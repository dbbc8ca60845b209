"""How long each class of data is kept."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """A setting may replace each. [DOMAIN.md 6]"""

    #: What was said on either side, messages that failed included, and whoever never came back.
    messages: timedelta = timedelta(days=180)
    #: Logs: 6 to 12 months. [CNIL]
    journal: timedelta = timedelta(days=365)
    #: Marks by which a redelivered message is recognised: no mail server tries for that long.
    inbox: timedelta = timedelta(days=30)
    #: Files that citizens sent, once handed to the town.
    papers: timedelta = timedelta(days=30)
    #: Links, counted from the day on which they expire.
    links: timedelta = timedelta(days=90)
