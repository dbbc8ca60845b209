"""The database's own pulse: with a witness kept outside, it tells a restored copy from the one that went on."""

from tortoise import fields
from tortoise.models import Model

#: There is one row.
ONLY = 1


class Installation(Model):
    """One row for the whole database, of no town and about nobody. Times are UTC."""

    id = fields.BigIntField(primary_key=True)
    # Drawn when the database is made.
    mark = fields.CharField(max_length=32)
    # One more at each restoration, then one more at each beat: the pair never goes back, unless a copy came back.
    life = fields.IntField(default=0)
    beat = fields.BigIntField(default=0)
    beat_at = fields.DatetimeField()
    # What the copy held is kept back since then; empty when nothing is.
    held_since = fields.DatetimeField(null=True)
    # The last beat of the copy that came back: what happened after it is lost.
    copied_at = fields.DatetimeField(null=True)

    class Meta:
        """Names of the table and its constraints."""

        table = "installation"
