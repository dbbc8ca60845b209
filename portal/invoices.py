"""A citizen's invoices: what remains to pay, and whether it can be paid online."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from models.dashboard import Invoice, InvoiceState
from models.family import Citizen
from portal.loading import Heading, Topic, loaded

NOTHING = Decimal("0.00")


class WhyNot(StrEnum):
    """Why an invoice cannot be paid online. [DOMAIN.md 2]"""

    NOTHING_DUE = "nothing_due"
    HANDED_OVER = "handed_over"
    DIRECT_DEBIT = "direct_debit"
    TOO_LATE = "too_late"
    BELOW_LIMIT = "below_limit"
    ABOVE_LIMIT = "above_limit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The least and the most that the town takes online at once, in euros, both included."""

    least: Decimal = Decimal("1.00")
    most: Decimal = Decimal("100000.00")


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceLine:
    """What is billed, in euros; `quantity` may be hours or meals."""

    child: str
    activity: str
    quantity: Decimal
    unit_price: Decimal
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceShown:
    """An invoice as its citizen sees it: amounts in euros, days in Europe/Paris, all included."""

    number: str
    period: str
    issued_on: date
    due_on: date
    online_until: date
    counter_until: date
    regie: str
    total: Decimal
    paid: Decimal
    remaining: Decimal
    state: InvoiceState
    why_not: WhyNot | None
    lines: tuple[InvoiceLine, ...]

    @property
    def payable(self) -> bool:
        """Whether it can be paid online today."""
        return self.why_not is None


async def invoices(
    citizen: Citizen, *, today: date, limits: Limits | None = None
) -> Heading[InvoiceShown]:
    """Those addressed to `citizen` and to nobody else, latest first."""
    as_of = await loaded(citizen.town, Topic.INVOICES)
    if as_of is None:
        return Heading(loaded=None)
    rows = Invoice.filter(town=citizen.town, citizen_id=citizen.id)
    found = await rows.order_by("-issued_on", "-id")
    shown = tuple(_shown(invoice, today, limits or Limits()) for invoice in found)
    return Heading(loaded=as_of, items=shown)


def remaining(invoice: Invoice) -> Decimal:
    """What is still due, never less than nothing."""
    if invoice.state in {InvoiceState.PAID, InvoiceState.CANCELLED}:
        return NOTHING
    return max(NOTHING, invoice.total - invoice.paid)


def state_on(invoice: Invoice, today: date) -> InvoiceState:
    """The state on that day: what was to pay is overdue once the date shown has passed."""
    waiting = invoice.state in {InvoiceState.TO_PAY, InvoiceState.PARTLY_PAID}
    if waiting and not remaining(invoice):
        return InvoiceState.PAID
    return InvoiceState.OVERDUE if waiting and today > invoice.due_on else invoice.state


def why_not(invoice: Invoice, today: date, limits: Limits) -> WhyNot | None:
    """The first reason that forbids paying online, None when one may."""
    return next((reason for rule in RULES if (reason := rule(invoice, today, limits))), None)


def nothing_due(invoice: Invoice, _: date, __: Limits) -> WhyNot | None:
    """Paid, cancelled, or of nothing."""
    return None if remaining(invoice) else WhyNot.NOTHING_DUE


def handed_over(invoice: Invoice, _: date, __: Limits) -> WhyNot | None:
    """The Trésor public collects it now."""
    return WhyNot.HANDED_OVER if invoice.state is InvoiceState.HANDED_OVER else None


def direct_debit(invoice: Invoice, _: date, __: Limits) -> WhyNot | None:
    """The bank will be asked: paying would pay twice."""
    return WhyNot.DIRECT_DEBIT if invoice.state is InvoiceState.DIRECT_DEBIT else None


def too_late(invoice: Invoice, today: date, _: Limits) -> WhyNot | None:
    """The last day online has passed; the counter may still take it."""
    return WhyNot.TOO_LATE if today > invoice.online_until else None


def below_limit(invoice: Invoice, _: date, limits: Limits) -> WhyNot | None:
    """Too little for a payment online."""
    return WhyNot.BELOW_LIMIT if remaining(invoice) < limits.least else None


def above_limit(invoice: Invoice, _: date, limits: Limits) -> WhyNot | None:
    """Too much for a payment online."""
    return WhyNot.ABOVE_LIMIT if remaining(invoice) > limits.most else None


#: In the order of the reasons a citizen should hear first.
RULES = (nothing_due, handed_over, direct_debit, too_late, below_limit, above_limit)


def _shown(invoice: Invoice, today: date, limits: Limits) -> InvoiceShown:
    return InvoiceShown(
        number=invoice.number,
        period=invoice.period,
        issued_on=invoice.issued_on,
        due_on=invoice.due_on,
        online_until=invoice.online_until,
        counter_until=invoice.counter_until,
        regie=invoice.regie,
        total=invoice.total,
        paid=invoice.paid,
        remaining=remaining(invoice),
        state=state_on(invoice, today),
        why_not=why_not(invoice, today, limits),
        lines=_lines(invoice.lines),
    )


def _lines(stored: Iterable[Mapping[str, Any]]) -> tuple[InvoiceLine, ...]:
    return tuple(
        InvoiceLine(
            child=line["child"],
            activity=line["activity"],
            quantity=Decimal(line["quantity"]),
            unit_price=Decimal(line["unit_price"]),
            amount=Decimal(line["amount"]),
        )
        for line in stored
    )
