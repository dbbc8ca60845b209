"""What the personal space shows: invoices, requests, documents, news, and when each was loaded."""

from enum import StrEnum
from typing import Any

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model


class InvoiceState(StrEnum):
    """Where an invoice stands. [DOMAIN.md 2]"""

    TO_PAY = "to_pay"
    PARTLY_PAID = "partly_paid"
    PAID = "paid"
    OVERDUE = "overdue"
    DIRECT_DEBIT = "direct_debit"
    HANDED_OVER = "handed_over"
    CANCELLED = "cancelled"


class Invoice(Model):
    """An invoice, with its three limits: the date shown, the last day online, the last at the counter."""

    id = fields.BigIntField(primary_key=True)
    town = fields.CharField(max_length=64)
    citizen_id = fields.BigIntField()
    number = fields.CharField(max_length=64)
    period = fields.CharField(max_length=64)
    issued_on = fields.DateField()
    due_on = fields.DateField()
    online_until = fields.DateField()
    counter_until = fields.DateField()
    regie = fields.CharField(max_length=100, default="")
    total = fields.DecimalField(max_digits=10, decimal_places=2)
    paid = fields.DecimalField(max_digits=10, decimal_places=2, default=0)
    state = fields.CharEnumField(InvoiceState, max_length=16)
    # Child, activity, quantity, unit price, amount: amounts as decimal strings.
    lines: Any = fields.JSONField(default=list)

    class Meta:
        """Names of the table and its constraints."""

        table = "invoice"
        unique_together = (("town", "number"),)
        indexes = (Index(fields=("town", "citizen_id", "issued_on")),)


class CitizenRequest(Model):
    """A request (démarche) that a citizen filed."""

    id = fields.BigIntField(primary_key=True)
    town = fields.CharField(max_length=64)
    citizen_id = fields.BigIntField()
    number = fields.CharField(max_length=64)
    type = fields.CharField(max_length=100)
    filed_on = fields.DateField()
    updated_on = fields.DateField()
    state = fields.CharField(max_length=64)

    class Meta:
        """Names of the table and its constraints."""

        table = "request"
        unique_together = (("town", "number"),)
        indexes = (Index(fields=("town", "citizen_id", "filed_on")),)


class Document(Model):
    """A document that the town has made for a citizen."""

    id = fields.BigIntField(primary_key=True)
    town = fields.CharField(max_length=64)
    citizen_id = fields.BigIntField()
    external_id = fields.CharField(max_length=64)
    title = fields.CharField(max_length=200)
    issued_on = fields.DateField()

    class Meta:
        """Names of the table and its constraints."""

        table = "document"
        unique_together = (("town", "external_id"),)
        indexes = (Index(fields=("town", "citizen_id")),)


class News(Model):
    """Something the town tells everyone."""

    id = fields.BigIntField(primary_key=True)
    town = fields.CharField(max_length=64)
    external_id = fields.CharField(max_length=64)
    title = fields.CharField(max_length=200)
    body = fields.TextField(default="")
    published_on = fields.DateField()

    class Meta:
        """Names of the table and its constraints."""

        table = "news"
        unique_together = (("town", "external_id"),)


class Loaded(Model):
    """That the data of a heading were loaded, and of which day: without it nothing is said of them."""

    id = fields.BigIntField(primary_key=True)
    town = fields.CharField(max_length=64)
    heading = fields.CharField(max_length=32)
    as_of = fields.DateField()

    class Meta:
        """Names of the table and its constraints."""

        table = "loaded"
        unique_together = (("town", "heading"),)
