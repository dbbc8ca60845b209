"""The conditions of use (CGU): each version as published, and who accepted which."""

from tortoise import fields
from tortoise.models import Model


class Terms(Model):
    """One version, never changed once published. `sha256` is of its UTF-8 bytes."""

    id = fields.BigIntField(primary_key=True)
    town = fields.CharField(max_length=64)
    version = fields.CharField(max_length=32)
    text = fields.TextField()
    sha256 = fields.CharField(max_length=64)
    published_at = fields.DatetimeField()

    class Meta:
        """Names of the table and its constraints."""

        table = "terms"
        unique_together = (("town", "version"),)


class Acceptance(Model):
    """The proof kept: version, hash of the text, time, channel, how the end was reached."""

    id = fields.BigIntField(primary_key=True)
    town = fields.CharField(max_length=64)
    citizen_id = fields.BigIntField()
    version = fields.CharField(max_length=32)
    sha256 = fields.CharField(max_length=64)
    accepted_at = fields.DatetimeField()
    channel = fields.CharField(max_length=16)
    manner = fields.CharField(max_length=16)

    class Meta:
        """Names of the table and its constraints."""

        table = "acceptance"
        unique_together = (("citizen_id", "version"),)
