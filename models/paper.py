"""Files that citizens send because the town asked for them: kept aside unread, handed over, deleted."""

from enum import StrEnum

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model


class PaperKind(StrEnum):
    """What is accepted, told by the content and by nothing that the sender says."""

    PDF = "pdf"
    JPEG = "jpeg"
    PNG = "png"
    HEIC = "heic"


class Paper(Model):
    """One file, as it came. Nothing of ours opens it. Without a moment of handing over, it goes in a day."""

    id = fields.BigIntField(primary_key=True)
    town = fields.CharField(max_length=64)
    citizen_id = fields.BigIntField()
    address_id = fields.BigIntField()
    received_at = fields.DatetimeField()
    handed_at = fields.DatetimeField(null=True)
    name = fields.CharField(max_length=80)
    kind = fields.CharEnumField(PaperKind, max_length=8)
    size = fields.IntField()
    content = fields.BinaryField()

    class Meta:
        """Names of the table and its constraints."""

        table = "paper"
        indexes = (
            Index(fields=("town", "citizen_id", "received_at")),
            Index(fields=("town", "received_at")),
        )
