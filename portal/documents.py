"""The documents that the town has made for a citizen."""

from dataclasses import dataclass
from datetime import date

from models.dashboard import Document
from models.family import Citizen
from portal.loading import Heading, Topic, loaded


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentShown:
    """A document as its citizen sees it."""

    number: str
    title: str
    issued_on: date


async def documents(citizen: Citizen) -> Heading[DocumentShown]:
    """Those of `citizen`, latest first."""
    as_of = await loaded(citizen.town, Topic.DOCUMENTS)
    if as_of is None:
        return Heading(loaded=None)
    rows = Document.filter(town=citizen.town, citizen_id=citizen.id)
    found = await rows.order_by("-issued_on", "-id")
    return Heading(loaded=as_of, items=tuple(map(_shown, found)))


def _shown(document: Document) -> DocumentShown:
    return DocumentShown(
        number=document.external_id, title=document.title, issued_on=document.issued_on
    )
