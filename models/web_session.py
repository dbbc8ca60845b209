"""Who is signed in on the pages, and how often somebody tried: both survive a restart."""

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model


class WebSession(Model):
    """One browser signed in. The token itself is in its cookie only, here is its hash. Times are UTC."""

    id = fields.BigIntField(primary_key=True)
    town = fields.CharField(max_length=64)
    citizen_id = fields.BigIntField()
    token_hash = fields.CharField(max_length=64, unique=True)
    # A mark of the password in force when it opened: a new password closes it.
    password_mark = fields.CharField(max_length=64)
    # The sign-in before this one, for the greeting.
    signed_in_before = fields.DatetimeField(null=True)
    created_at = fields.DatetimeField()
    seen_at = fields.DatetimeField()
    expires_at = fields.DatetimeField()
    revoked_at = fields.DatetimeField(null=True)

    class Meta:
        """Names of the table and its constraints."""

        table = "web_session"
        indexes = (Index(fields=("town", "citizen_id")), Index(fields=("expires_at",)))


class WebTries(Model):
    """Tries of one kind by one client or under one login that nobody has. Who it is, only as a keyed hash."""

    id = fields.BigIntField(primary_key=True)
    town = fields.CharField(max_length=64)
    who = fields.CharField(max_length=64)
    tries = fields.IntField(default=0)
    since = fields.DatetimeField()
    last_at = fields.DatetimeField()

    class Meta:
        """Names of the table and its constraints."""

        table = "web_tries"
        unique_together = (("town", "who"),)
        indexes = (Index(fields=("last_at",)),)
