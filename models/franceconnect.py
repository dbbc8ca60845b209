"""Who signs in with FranceConnect, and the journeys there that came back. No token and no claim is kept."""

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model


class FranceConnectLink(Model):
    """A citizen and the identifier that FranceConnect gives this town for her. One each way."""

    id = fields.BigIntField(primary_key=True)
    town = fields.CharField(max_length=64)
    issuer = fields.CharField(max_length=200)
    sub = fields.CharField(max_length=255)
    citizen_id = fields.BigIntField()
    linked_at = fields.DatetimeField()
    unlinked_at = fields.DatetimeField(null=True)

    class Meta:
        """Names of the table and its constraints."""

        table = "franceconnect_link"
        unique_together = (("town", "issuer", "sub"), ("town", "issuer", "citizen_id"))


class FranceConnectReturn(Model):
    """A journey that came back: its state, hashed, until it would be too old anyway. It serves once."""

    id = fields.BigIntField(primary_key=True)
    town = fields.CharField(max_length=64)
    state_hash = fields.CharField(max_length=64, unique=True)
    expires_at = fields.DatetimeField()

    class Meta:
        """Names of the table and its constraints."""

        table = "franceconnect_return"
        indexes = (Index(fields=("town", "expires_at")),)
