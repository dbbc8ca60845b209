"""The kinds of files that a town may bring."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from models.dashboard import CitizenRequest, Invoice, News
from portal.importing import ledgers
from portal.importing.bills import BILLS
from portal.importing.columns import Column
from portal.importing.families import Families
from portal.importing.job import Import, Loader
from portal.importing.leaves import NEWS, REQUESTS
from portal.importing.people import PEOPLE
from portal.loading import Topic


class KindName(StrEnum):
    """As they are named on the command line."""

    FAMILIES = "families"
    INVOICES = "invoices"
    REQUESTS = "requests"
    NEWS = "news"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """Its columns, the field that gathers lines, the heading that it loads, and who writes it."""

    columns: tuple[Column, ...]
    key: str
    topic: Topic
    loader: Callable[[Import], Loader[Any]]
    #: A refused line would make the dashboard say « aucune facture » to somebody who has one.
    dated_whole: bool = False


def _invoices(job: Import) -> Loader[Any]:
    table = (Invoice, "number")
    return ledgers.Ledger(job, thing="invoice", table=table, entry=ledgers.invoice)


def _requests(job: Import) -> Loader[Any]:
    table = (CitizenRequest, "number")
    return ledgers.Ledger(job, thing="request", table=table, entry=ledgers.request)


def _news(job: Import) -> Loader[Any]:
    return ledgers.Ledger(job, thing="news", table=(News, "external_id"), entry=ledgers.news)


KINDS: Mapping[KindName, Kind] = {
    KindName.FAMILIES: Kind(
        columns=PEOPLE, key="household", topic=Topic.HOUSEHOLD, loader=Families
    ),
    KindName.INVOICES: Kind(
        columns=BILLS, key="key", topic=Topic.INVOICES, loader=_invoices, dated_whole=True
    ),
    KindName.REQUESTS: Kind(
        columns=REQUESTS, key="key", topic=Topic.REQUESTS, loader=_requests, dated_whole=True
    ),
    KindName.NEWS: Kind(columns=NEWS, key="key", topic=Topic.NEWS, loader=_news),
}
