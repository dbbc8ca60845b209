"""The shapes of `families.toml` and `news.toml`: days are counted from the day of the demo."""

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from models.dashboard import InvoiceState
from portal.standing import Standing

HERE = Path(__file__).parent


class Shape(BaseModel):
    """A table of the file; a key that is not known stops the reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class InvoiceOf(Shape):
    """An invoice; lines are child, activity, quantity, unit price in euros."""

    number: str
    regie: str
    issued: int
    due: int
    online: int
    counter: int
    state: InvoiceState = InvoiceState.TO_PAY
    paid: Decimal = Decimal("0.00")
    lines: tuple[tuple[str, str, Decimal, Decimal], ...]

    @property
    def total(self) -> Decimal:
        """The sum of the lines, in euros."""
        return sum((quantity * price for _, _, quantity, price in self.lines), Decimal("0.00"))


class RequestOf(Shape):
    """A request (démarche)."""

    number: str
    type: str
    filed: int
    updated: int
    state: str


class DocumentOf(Shape):
    """A document that the town made."""

    number: str
    title: str
    issued: int


class Adult(Shape):
    """An adult, and how far the account has come."""

    id: str
    login: str
    civility: str = ""
    given: str
    family: str
    born: date | None = None
    mail: str = ""
    phone: str = ""
    standing: Standing = Standing.INVITED
    invoices: tuple[InvoiceOf, ...] = ()
    requests: tuple[RequestOf, ...] = ()
    documents: tuple[DocumentOf, ...] = ()


class ChildOf(Shape):
    """A child; `parents` are ids of adults, of this household or of another."""

    id: str
    given: str
    family: str
    born: date
    school: str = ""
    school_class: str = ""
    parents: tuple[str, ...]


class Home(Shape):
    """A household."""

    id: str
    street: str
    adults: tuple[Adult, ...]
    children: tuple[ChildOf, ...] = ()


class NewsOf(Shape):
    """One piece of news."""

    id: str
    title: str
    body: str
    published: int


class Town(Shape):
    """Everything invented of the demo town."""

    households: tuple[Home, ...] = Field(alias="household")
    news: tuple[NewsOf, ...]


def read() -> Town:
    """The demo town, as written in the two files."""
    told = tomllib.loads(HERE.joinpath("families.toml").read_text("utf-8"))
    news = tomllib.loads(HERE.joinpath("news.toml").read_text("utf-8"))
    return Town.model_validate(told | news)
