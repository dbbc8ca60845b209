"""The journal that staff read, and apart from it what was said."""

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model


class Journal(Model):
    """One line, append-only. No column can hold what a citizen wrote. [DESIGN.md, desk 9]"""

    id = fields.BigIntField(primary_key=True)
    at = fields.DatetimeField()
    town = fields.CharField(max_length=64)
    address_id = fields.BigIntField(null=True)
    citizen_id = fields.BigIntField(null=True)
    conversation_id = fields.BigIntField(null=True)
    channel = fields.CharField(max_length=16, default="")
    flow = fields.CharField(max_length=64, default="")
    step = fields.CharField(max_length=64, default="")
    kind = fields.CharField(max_length=32)
    detail = fields.CharField(max_length=128, default="")
    length = fields.IntField(null=True)
    # Microseconds that the turn took, for the last line of a turn.
    took = fields.IntField(null=True)

    class Meta:
        """Names of the table and its constraints."""

        table = "journal"
        indexes = (
            Index(fields=("town", "at")),
            Index(fields=("town", "citizen_id", "at")),
        )


class Utterance(Model):
    """What was said, by either side, without secrets: its own retention and its own rights."""

    id = fields.BigIntField(primary_key=True)
    at = fields.DatetimeField()
    town = fields.CharField(max_length=64)
    conversation_id = fields.BigIntField()
    address_id = fields.BigIntField()
    by_citizen = fields.BooleanField()
    text = fields.TextField()

    class Meta:
        """Names of the table and its constraints."""

        table = "utterance"
        indexes = (
            Index(fields=("town", "conversation_id", "at")),
            Index(fields=("town", "at")),
        )
