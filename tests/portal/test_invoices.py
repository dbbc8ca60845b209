"""Invoices: what remains to pay, and whether one can pay online, or why not."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from models.dashboard import Invoice, InvoiceState
from models.family import Citizen
from portal.invoices import InvoiceShown, Limits, WhyNot, invoices, remaining, state_on, why_not
from portal.loading import Topic, mark_loaded
from tests.portal.people import TODAY, TOWN, adult

DAY = timedelta(days=1)
stored = pytest.mark.usefixtures("database")


def an_invoice(number: str = "F-1", **known: Any) -> Invoice:
    values: dict[str, Any] = {
        "town": TOWN,
        "citizen_id": 1,
        "number": number,
        "period": "mai 2020",
        "issued_on": date(2020, 6, 1),
        "due_on": date(2020, 6, 20),
        "online_until": date(2020, 6, 20),
        "counter_until": date(2020, 7, 5),
        "total": Decimal("53.90"),
        "paid": Decimal("0.00"),
        "state": InvoiceState.TO_PAY,
        "lines": [],
    }
    return Invoice(**(values | known))


async def shown_to(citizen: Citizen) -> list[InvoiceShown]:
    return list((await invoices(citizen, today=TODAY)).items)


@pytest.mark.parametrize(
    ("known", "reason"),
    [
        ({}, None),
        ({"online_until": TODAY}, None),
        ({"online_until": TODAY - DAY}, WhyNot.TOO_LATE),
        ({"state": "paid", "paid": Decimal("53.90")}, WhyNot.NOTHING_DUE),
        ({"state": "cancelled"}, WhyNot.NOTHING_DUE),
        ({"paid": Decimal("60.00")}, WhyNot.NOTHING_DUE),
        ({"state": "handed_over", "online_until": TODAY - DAY}, WhyNot.HANDED_OVER),
        ({"state": "direct_debit"}, WhyNot.DIRECT_DEBIT),
        ({"total": Decimal("0.99")}, WhyNot.BELOW_LIMIT),
        ({"total": Decimal("1.00")}, None),
        ({"paid": Decimal("53.50"), "state": "partly_paid"}, WhyNot.BELOW_LIMIT),
        ({"total": Decimal("100000.00")}, None),
        ({"total": Decimal("100000.01")}, WhyNot.ABOVE_LIMIT),
        ({"state": "overdue"}, None),
    ],
)
def test_one_can_pay_online_or_is_told_why_not(
    known: dict[str, Any], reason: WhyNot | None
) -> None:
    invoice = an_invoice(**known)
    invoice.state = InvoiceState(invoice.state)
    assert why_not(invoice, TODAY, Limits()) is reason


def test_the_limits_are_the_towns() -> None:
    limits = Limits(least=Decimal("5.00"), most=Decimal("50.00"))
    assert why_not(an_invoice(), TODAY, limits) is WhyNot.ABOVE_LIMIT


def test_what_remains_is_exact_and_never_below_nothing() -> None:
    assert remaining(an_invoice(paid=Decimal("30.10"))) == Decimal("23.80")
    assert remaining(an_invoice(paid=Decimal("99.00"))) == 0
    assert remaining(an_invoice(state=InvoiceState.CANCELLED)) == 0


def test_an_invoice_is_overdue_from_the_day_after_its_date() -> None:
    invoice = an_invoice(due_on=TODAY)
    assert state_on(invoice, TODAY) is InvoiceState.TO_PAY
    assert state_on(invoice, TODAY + DAY) is InvoiceState.OVERDUE


def test_an_invoice_paid_in_full_is_paid_even_if_its_state_lags_behind() -> None:
    invoice = an_invoice(state=InvoiceState.PARTLY_PAID, paid=Decimal("53.90"))
    assert state_on(invoice, TODAY + timedelta(days=90)) is InvoiceState.PAID


@stored
async def test_nothing_is_said_of_invoices_that_were_never_loaded() -> None:
    claire = await adult()
    await an_invoice(citizen_id=claire.id).save()
    heading = await invoices(claire, today=TODAY)
    assert heading.loaded is None
    assert heading.items == ()


@stored
async def test_no_invoice_is_said_of_a_day() -> None:
    claire = await adult()
    await mark_loaded(TOWN, Topic.INVOICES, TODAY - DAY)
    heading = await invoices(claire, today=TODAY)
    assert heading.loaded == TODAY - DAY
    assert heading.items == ()


@stored
async def test_each_sees_ones_own_latest_first_with_exact_amounts() -> None:
    claire, paul = await adult("claire"), await adult("paul")
    await mark_loaded(TOWN, Topic.INVOICES, TODAY)
    line = {
        "child": "Léa",
        "activity": "Cantine",
        "quantity": "14",
        "unit_price": "3.85",
        "amount": "53.90",
    }
    await an_invoice("F-1", citizen_id=claire.id, issued_on=date(2020, 4, 1)).save()
    await an_invoice("F-2", citizen_id=claire.id, lines=[line]).save()
    await an_invoice("F-3", citizen_id=paul.id).save()
    await an_invoice("F-4", citizen_id=claire.id, town="ailleurs").save()
    [latest, older] = await shown_to(claire)
    assert (latest.number, older.number) == ("F-2", "F-1")
    assert latest.payable
    assert (latest.total, latest.remaining) == (Decimal("53.90"), Decimal("53.90"))
    [billed] = latest.lines
    assert billed.quantity * billed.unit_price == billed.amount == Decimal("53.90")
    assert [invoice.number for invoice in await shown_to(paul)] == ["F-3"]
