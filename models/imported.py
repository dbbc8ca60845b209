"""What the last import wrote, so that what somebody changed since is not overwritten by the next one."""

from typing import Any

from tortoise import fields
from tortoise.models import Model


class Imported(Model):
    """Of each field of a household, an adult or a child, a short fingerprint, never the value."""

    id = fields.BigIntField(primary_key=True)
    town = fields.CharField(max_length=64)
    kind = fields.CharField(max_length=16)
    external_id = fields.CharField(max_length=64)
    marks: Any = fields.JSONField(default=dict)

    class Meta:
        """Names of the table and its constraints."""

        table = "imported"
        unique_together = (("town", "kind", "external_id"),)
