"""Mailboxes that citizens have beside the one on file."""

from tortoise import fields
from tortoise.models import Model


class AddedMailbox(Model):
    """Another mailbox of one citizen. It counts once whoever reads it has confirmed."""

    id = fields.BigIntField(primary_key=True)
    town = fields.CharField(max_length=64)
    citizen_id = fields.BigIntField()
    address_id = fields.BigIntField()
    asked_at = fields.DatetimeField()
    confirmed_at = fields.DatetimeField(null=True)

    class Meta:
        """Names of the table and its constraints."""

        table = "added_mailbox"
        unique_together = (("town", "citizen_id", "address_id"),)
