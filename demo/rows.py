"""From the shapes of the files to rows of the demo town, their days counted from `today`."""

from datetime import date, timedelta

from babel.dates import format_date

from demo.families import Adult, ChildOf, DocumentOf, InvoiceOf, NewsOf, RequestOf
from models.dashboard import CitizenRequest, Document, Invoice, News
from models.family import Child, Citizen, Household
from portal import credentials
from portal.names import same_mail

SLUG = "val-fleuri"


def adult(told: Adult, home: Household) -> Citizen:
    """An adult whom nobody has invited yet."""
    return Citizen(
        town=SLUG,
        household=home,
        external_id=told.id,
        login=credentials.login_form(told.login),
        civility=told.civility,
        given_name=told.given,
        family_name=told.family,
        birth_date=told.born,
        mail=same_mail(told.mail),
        phone=told.phone,
    )


def child(told: ChildOf) -> Child:
    """A child, without its parents."""
    return Child(
        town=SLUG,
        external_id=told.id,
        given_name=told.given,
        family_name=told.family,
        birth_date=told.born,
        school=told.school,
        school_class=told.school_class,
    )


def invoice(told: InvoiceOf, citizen: Citizen, today: date) -> Invoice:
    """An invoice for the month before the one in which it was issued."""
    issued = _day(today, told.issued)
    return Invoice(
        town=SLUG,
        citizen_id=citizen.id,
        number=told.number,
        period=_month_before(issued),
        issued_on=issued,
        due_on=_day(today, told.due),
        online_until=_day(today, told.online),
        counter_until=_day(today, told.counter),
        regie=told.regie,
        total=told.total,
        paid=told.paid,
        state=told.state,
        lines=[
            {
                "child": name,
                "activity": activity,
                "quantity": str(quantity),
                "unit_price": str(price),
                "amount": str(quantity * price),
            }
            for name, activity, quantity, price in told.lines
        ],
    )


def request(told: RequestOf, citizen: Citizen, today: date) -> CitizenRequest:
    """A request that `citizen` filed."""
    return CitizenRequest(
        town=SLUG,
        citizen_id=citizen.id,
        number=told.number,
        type=told.type,
        filed_on=_day(today, told.filed),
        updated_on=_day(today, told.updated),
        state=told.state,
    )


def document(told: DocumentOf, citizen: Citizen, today: date) -> Document:
    """A document made for `citizen`."""
    return Document(
        town=SLUG,
        citizen_id=citizen.id,
        external_id=told.number,
        title=told.title,
        issued_on=_day(today, told.issued),
    )


def news(told: NewsOf, today: date) -> News:
    """One piece of news."""
    return News(
        town=SLUG,
        external_id=told.id,
        title=told.title,
        body=told.body.strip(),
        published_on=_day(today, told.published),
    )


def _day(today: date, days: int) -> date:
    return today + timedelta(days=days)


def _month_before(day: date) -> str:
    """« octobre 2026 » for a day of November 2026."""
    last = day.replace(day=1) - timedelta(days=1)
    return format_date(last, "LLLL y", locale="fr")
