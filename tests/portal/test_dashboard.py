"""Requests, documents, news and contact details, and of which day they are."""

from datetime import date, timedelta
from typing import Any

import pytest

from models.dashboard import CitizenRequest, Document, Loaded, News
from portal.contact import contact
from portal.documents import documents
from portal.loading import Topic, loaded, mark_loaded
from portal.news import news
from portal.requests import requests
from tests.portal.people import TODAY, TOWN, adult, home

pytestmark = pytest.mark.usefixtures("database")
DAY = timedelta(days=1)


def a_request(number: str, **known: Any) -> CitizenRequest:
    values = {"town": TOWN, "type": "Cantine", "state": "Acceptée", "updated_on": TODAY}
    return CitizenRequest(number=number, **({"filed_on": TODAY, **values} | known))


async def test_a_heading_is_of_the_day_it_was_last_loaded() -> None:
    assert await loaded(TOWN, Topic.REQUESTS) is None
    await mark_loaded(TOWN, Topic.REQUESTS, TODAY - DAY)
    await mark_loaded(TOWN, Topic.REQUESTS, TODAY)
    assert await loaded(TOWN, Topic.REQUESTS) == TODAY
    assert await loaded(TOWN, Topic.DOCUMENTS) is None
    assert await loaded("ailleurs", Topic.REQUESTS) is None
    assert await Loaded.all().count() == 1


async def test_requests_are_ones_own_latest_first() -> None:
    claire, paul = await adult("claire"), await adult("paul")
    await a_request("D-1", citizen_id=claire.id, filed_on=TODAY - DAY).save()
    await a_request("D-2", citizen_id=claire.id).save()
    await a_request("D-3", citizen_id=paul.id).save()
    assert (await requests(claire)).loaded is None
    await mark_loaded(TOWN, Topic.REQUESTS, TODAY)
    heading = await requests(claire)
    assert [request.number for request in heading.items] == ["D-2", "D-1"]
    assert heading.items[0].state == "Acceptée"


async def test_documents_are_ones_own_latest_first() -> None:
    claire = await adult("claire")
    for number, on in (("A", TODAY - DAY), ("B", TODAY)):
        row = Document(
            town=TOWN, citizen_id=claire.id, external_id=number, title="Attestation", issued_on=on
        )
        await row.save()
    assert (await documents(claire)).items == ()
    await mark_loaded(TOWN, Topic.DOCUMENTS, TODAY)
    assert [one.number for one in (await documents(claire)).items] == ["B", "A"]


async def test_the_latest_three_news_are_told_and_none_from_the_future() -> None:
    for day in range(1, 6):
        row = News(town=TOWN, external_id=f"{day}", title=f"{day}", published_on=date(2020, 6, day))
        await row.save()
    assert (await news(TOWN, today=TODAY)).loaded is None
    await mark_loaded(TOWN, Topic.NEWS, TODAY)
    known = await news(TOWN, today=date(2020, 6, 4))
    assert [one.title for one in known.items] == ["4", "3", "2"]


async def test_contact_details_are_written_as_on_an_envelope() -> None:
    claire = await adult(at=await home("F1", street="10 rue Creuse"), phone="06 39 98 01 01")
    known = await contact(claire)
    assert known.name == "Claire Testa"
    assert known.address == ("10 rue Creuse", "44000 Val-Test")
    assert (known.mail, known.phone) == ("claire.testa@exemple.example", "06 39 98 01 01")


async def test_what_the_town_does_not_know_is_left_out() -> None:
    yvette = await adult("yvette", at=await home("F2", street="", postcode="", city=""), mail="")
    known = await contact(yvette)
    assert (known.address, known.mail, known.phone) == ((), "", "")
