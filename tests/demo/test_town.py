"""The invented town of the demo: who lives there, and what they would be shown."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from tortoise.transactions import in_transaction

from demo.families import HERE, read
from demo.town import LOGIN, PASSWORD, SLUG, settle
from models.dashboard import Invoice
from models.family import Citizen, Household
from models.link import PageLink
from portal.citizens import by_login, by_mail
from portal.documents import documents
from portal.household import children, household
from portal.invitation import good_invitations
from portal.invoices import WhyNot, invoices
from portal.names import masked, masked_mail, polite
from portal.news import news
from portal.password import Judge, Known, verify
from portal.requests import requests
from portal.standing import Standing, standing

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
stored = pytest.mark.usefixtures("database")


@pytest.fixture
async def val_fleuri(database: str) -> None:
    await settle(now=NOW)


async def citizen(login: str) -> Citizen:
    found = await by_login(SLUG, login)
    assert found is not None
    return found


@pytest.mark.usefixtures("val_fleuri")
async def test_settling_twice_settles_once() -> None:
    before = await Citizen.all().count(), await Invoice.all().count(), await PageLink.all().count()
    await settle(now=NOW + timedelta(days=30))
    async with in_transaction():
        await settle(now=NOW)
    after = await Citizen.all().count(), await Invoice.all().count(), await PageLink.all().count()
    assert before == after
    assert await Household.all().count() >= 12


@pytest.mark.usefixtures("val_fleuri")
async def test_somebody_stands_at_each_stage_and_most_wait_for_an_invitation() -> None:
    stands = [await standing(one) for one in await Citizen.filter(town=SLUG)]
    assert set(stands) == set(Standing) - {Standing.UNKNOWN}
    assert stands.count(Standing.INVITED) >= 10


@pytest.mark.usefixtures("val_fleuri")
async def test_the_account_in_use_has_its_password_and_something_of_everything() -> None:
    nadia = await citizen(LOGIN)
    assert await standing(nadia) is Standing.READY
    assert await verify(PASSWORD, nadia.password_hash)
    assert nadia.last_sign_in_at is not None
    shown = (await invoices(nadia, today=TODAY)).items
    reasons = {invoice.why_not for invoice in shown}
    assert reasons == set(WhyNot) - {WhyNot.ABOVE_LIMIT} | {None}
    assert len({invoice.state for invoice in shown}) == 7
    assert shown[0].period == "octobre 2026"
    assert (await requests(nadia)).items
    assert (await household(nadia)).children


@pytest.mark.usefixtures("val_fleuri")
async def test_one_heading_was_never_loaded_and_the_news_are_three() -> None:
    nadia = await citizen(LOGIN)
    assert (await documents(nadia)).loaded is None
    assert len((await news(SLUG, today=TODAY)).items) == 3


@pytest.mark.usefixtures("val_fleuri")
async def test_the_awkward_ones_live_there() -> None:
    assert len(await by_mail(SLUG, "famille.marchandeau@courriel.example")) == 2
    sophie, karim = await citizen("sophie.lambertin"), await citizen("karim.belhadji")
    assert await children(sophie) == await children(karim) != ()
    assert sophie.household_id != karim.household_id
    assert polite(await citizen("G.d’Estourbeil")) == "M. d’Estourbeil de La Mottaye"
    assert (await citizen("yvette.prunelier")).mail == ""
    assert len(await children(await citizen("fatoumata.diarrassenou"))) == 8
    minh = await citizen("le@courriel.example")
    assert (masked(minh), masked_mail(minh.mail)) == ("Mme L.", "l…@courriel.example")


@pytest.mark.usefixtures("val_fleuri")
async def test_who_stopped_half_way_still_has_an_invitation_and_who_was_frozen_none() -> None:
    assert len(await good_invitations(await citizen("thomas.gaillonet"), NOW)) == 1
    assert await good_invitations(await citizen("brigitte.soulacroix"), NOW) == ()
    assert await good_invitations(await citizen(LOGIN), NOW) == ()


async def test_the_demo_password_would_be_accepted_of_its_citizen() -> None:
    known = Known(
        names=("Nadia", "Ferrandou", "Sami"),
        town="Val-Fleuri",
        login=LOGIN,
        birth_years=(1985, 2018),
    )
    async with Judge() as judge:
        judged = await judge.judge(PASSWORD, known)
    assert (judged.outcome, judged.reasons) == ("accepted", ())


def test_nothing_of_the_town_can_be_reached_in_the_real_world() -> None:
    adults = [adult for home in read().households for adult in home.adults]
    assert all(
        re.fullmatch(r"[^@]+@courriel\.example", adult.mail or "x@courriel.example")
        for adult in adults
    )
    # The numbers that the ARCEP keeps for fiction.
    assert all(re.match(r"06 39 98 |02 61 91 ", adult.phone or "06 39 98 ") for adult in adults)


def test_the_terms_are_as_long_as_real_ones() -> None:
    assert 8_000 < len(HERE.joinpath("terms.md").read_text("utf-8")) < 12_000
