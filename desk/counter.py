"""What the desk works with, passed in once: towns, catalogues, keys, rules, the clock."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from desk.badge import Badge
from desk.bell import Bell
from desk.clock import Clock
from desk.flood import Flood
from desk.keys import Keys
from desk.office_hours import OfficeHours
from desk.together import Together
from desk.town import Town
from flows.catalogue import Catalogue
from flows.here import Channel, SecretWay
from portal.password.guessing import Judge
from portal.password.rules import PasswordRules
from words.texts import Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How long things live. A setting may replace each."""

    #: A proof allows to change things for that long, to read for the other. [DOMAIN.md 4]
    fresh_proof: timedelta = timedelta(minutes=30)
    linked_chat: timedelta = timedelta(days=90)
    #: A mail answered later than that no longer says who writes.
    reply_token: timedelta = timedelta(days=90)
    invitation: timedelta = timedelta(days=90)
    #: Page links: mailed for a first sign-in, mailed for a reset, given in a chat. [DOMAIN.md 3]
    first_link: timedelta = timedelta(days=7)
    reset_link: timedelta = timedelta(hours=24)
    chat_link: timedelta = timedelta(minutes=15)
    proof: timedelta = timedelta(minutes=15)
    #: How long a text waits for the next one, so that several short messages get one answer.
    settle: timedelta = timedelta(milliseconds=700)
    #: How long a mail waits that leads on from what was done on a page: the page offers the same.
    page_wait: timedelta = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counter:
    """One town hall's counter has many clerks; they share this."""

    towns: Mapping[str, Town]
    catalogues: Mapping[str, Catalogue]
    texts: Mapping[str, Texts]
    keys: Keys
    clock: Clock
    judge: Judge
    rules: PasswordRules = field(default_factory=PasswordRules)
    telegram_secrets: SecretWay = SecretWay.CHAT
    public_url: str = "http://127.0.0.1:8080"
    limits: Limits = field(default_factory=Limits)
    #: When many may be written to at once.
    office_hours: OfficeHours = field(default_factory=OfficeHours)
    #: Rung when something was stored to be played, and when something is ready to leave.
    arrived: Bell = field(default_factory=Bell)
    leaving: Bell = field(default_factory=Bell)
    #: What doors store at the same time shares a commit.
    intake: Together = field(default_factory=Together)
    #: Who writes faster than we read.
    flood: Flood = field(default_factory=Flood)
    #: Under which name this process claims what it plays and sends.
    badge: Badge = field(default_factory=Badge)

    def secret_way(self, channel: Channel) -> SecretWay:
        """Where a password may be given: by mail only ever on a page."""
        return self.telegram_secrets if channel is Channel.TELEGRAM else SecretWay.PAGE
