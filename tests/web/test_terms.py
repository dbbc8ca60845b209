"""The terms on a page: read part by part without JavaScript, accepted at the last word, asked again when new."""

import re
from pathlib import Path

from models.family import Citizen
from models.journal import Journal
from models.link import PageLink, Purpose
from models.terms import Acceptance
from portal.activation import not_me
from portal.terms import parts, publish
from tests.desk.office import TOWN, Office, at_the_terms
from tests.web.browser import Browser, Page
from tests.web.people import MAIL, active, invited, link_for, secured, tables

LONG = Path("demo/terms.md").read_text("utf-8")
PARTS = len(parts(LONG))


async def reader(office: Office) -> tuple[Citizen, str]:
    """Claire, who has a long text to read, and her link to it."""
    await publish(TOWN.slug, "2026-2", LONG, office.clock())
    citizen = await secured(office)
    return citizen, await link_for(office, citizen, Purpose.TERMS)


async def read_to_the_end(web: Browser, page: Page) -> Page:
    while "J’accepte ces conditions" in page.waiting:
        page = await web.press(page, "Lire la partie")
    return page


async def test_opening_the_link_shows_the_first_part_and_changes_nothing(
    office: Office, web: Browser
) -> None:
    _citizen, url = await reader(office)
    before = await tables()
    page = await web.open(url)
    assert await tables() == before
    assert page.heading == "Conditions d’utilisation"
    assert f"partie 1 sur {PARTS}" in page.text
    assert "Version 2026-2" in page.text
    assert page.buttons == [
        "Lire la partie 2",
        "Afficher tout le reste",
        "J’accepte ces conditions",
    ]
    assert page.waiting == ["J’accepte ces conditions"]
    assert "Vous pourrez accepter à la fin du texte" in page.text
    assert "#fin" in page.links


async def test_every_part_is_served_in_order_then_the_button_works_and_the_proof_is_kept(
    office: Office, web: Browser
) -> None:
    citizen, url = await reader(office)
    page = await web.open(url)
    seen = [page.text]
    while page.waiting:
        page = await web.press(page, "Lire la partie")
        seen.append(page.text)
    assert len(seen) == PARTS
    last_words = LONG.split()[-1]
    assert [last_words in text for text in seen] == [False] * (PARTS - 1) + [True]
    done = await web.press(page, "J’accepte")
    assert done.heading == "Merci, les conditions sont acceptées"
    proof = await Acceptance.get(citizen_id=citizen.id)
    assert (proof.version, proof.channel, proof.manner) == ("2026-2", "page", "pages")
    assert proof.accepted_at == office.clock()
    assert len(proof.sha256) == 64
    told = await Journal.filter(citizen_id=citizen.id, flow="terms").order_by("id")
    assert [line.detail for line in told][-2:] == [f"{PARTS}/{PARTS}", "accept_terms:accepted"]
    again = await web.open(url)
    assert again.heading == "C’est déjà fait"
    assert "vous avez accepté les conditions" in again.text


async def test_accepting_too_early_is_refused_whatever_the_browser_pretends(
    office: Office, web: Browser
) -> None:
    _citizen, url = await reader(office)
    page = await web.open(url)
    early = await web.press(page, "J’accepte")
    assert early.status == 422
    assert f"Il reste {PARTS - 1} parties" in early.text.replace("\u00a0", " ")
    until, _part, manner, mark = page.forms[0]["lu"].split(".")
    for forged in (
        f"{until}.{PARTS}.{manner}.{mark}",
        f"{until}.1.whole.{mark}",
        f"9{until}.{PARTS}.{manner}.{mark}",
        f"{until}.1.{manner}.{'0' * 32}",
        "é.1.pages.x",
        "....",
        "",
    ):
        page = await web.press(early, "J’accepte", lu=forged)
        assert page.waiting == ["J’accepte ces conditions"]
    assert await Acceptance.all().count() == 0


async def test_what_was_read_with_one_link_is_not_read_with_another(
    office: Office, web: Browser
) -> None:
    citizen, url = await reader(office)
    other = await link_for(office, citizen, Purpose.TERMS)
    page = await read_to_the_end(web, await web.open(url))
    web.here = other
    await web.press(page, "J’accepte")
    assert await Acceptance.all().count() == 0


async def test_the_rest_can_be_shown_at_once_and_the_manner_says_so(
    office: Office, web: Browser
) -> None:
    citizen, url = await reader(office)
    page = await web.press(await web.open(url), "Lire la partie 2")
    whole = await web.press(page, "Afficher tout le reste")
    assert f"parties 2 à {PARTS}" in whole.text
    assert whole.waiting == []
    await web.press(whole, "J’accepte")
    assert (await Acceptance.get(citizen_id=citizen.id)).manner == "whole"


async def test_the_conversation_goes_on_in_the_chat_where_the_link_was_given(
    office: Office, web: Browser
) -> None:
    await invited(office)
    chat = await at_the_terms(office)
    button = next(one for one in chat.question().buttons if one.label == "Lire sur une page")
    page = await web.open(button.url)
    said = len(chat.heard())
    await web.press(page, "J’accepte")
    await office.work()
    told = " ".join(one.text for one in chat.heard()[said:])
    assert "conditions d’utilisation sont acceptées" in told
    assert "factures" in " ".join(one.label for one in chat.question().options).casefold()


async def test_the_terms_by_mail_offer_the_page_too(office: Office, web: Browser) -> None:
    await active(office)
    form = await web.press(await web.open(office.mailbox(MAIL).link("lien")), "Continuer")
    typed = {"password": "violette-cabane-73-nuage", "confirmation": "violette-cabane-73-nuage"}
    done = await web.press(form, "Enregistrer", **typed)
    here = await web.press(done, "Continuer ici")
    assert here.heading == "Conditions d’utilisation"
    await office.work()
    mailed = await web.open(office.mailbox(MAIL).link("lien"))
    assert mailed.heading == "Conditions d’utilisation"
    await web.press(mailed, "J’accepte")
    assert (await web.press(here, "J’accepte")).heading == "C’est déjà fait"
    await office.work()
    assert "sont acceptées" in office.mailbox(MAIL).last()


async def test_a_version_published_meanwhile_is_read_from_its_beginning(
    office: Office, web: Browser
) -> None:
    _citizen, url = await reader(office)
    page = await read_to_the_end(web, await web.open(url))
    await publish(TOWN.slug, "2026-3", LONG + "\nEncore un mot.\n", office.clock())
    late = await web.press(page, "J’accepte")
    assert "la lecture reprend ici" in late.text.casefold()
    assert "Version 2026-3" in late.text
    assert late.waiting == ["J’accepte ces conditions"]
    assert await Acceptance.all().count() == 0


async def test_a_new_version_asks_again_and_the_older_proof_stays(
    office: Office, web: Browser
) -> None:
    citizen, url = await reader(office)
    await web.press(await read_to_the_end(web, await web.open(url)), "J’accepte")
    await publish(TOWN.slug, "2026-3", "Un texte plus court.", office.clock())
    assert (await web.open(url)).heading == "Ce lien a été remplacé"
    page = await web.open(await link_for(office, citizen, Purpose.TERMS))
    await web.press(page, "J’accepte")
    proofs = await Acceptance.filter(citizen_id=citizen.id).order_by("id")
    assert [proof.version for proof in proofs] == ["2026-2", "2026-3"]


async def test_one_may_read_slowly_even_if_the_link_grows_old_meanwhile(
    office: Office, web: Browser
) -> None:
    citizen, url = await reader(office)
    page = await web.open(url)
    await PageLink.filter(citizen_id=citizen.id).update(expires_at=office.clock())
    assert (await web.open(url)).heading == "Ce lien est trop ancien"
    office.clock.passes(hours=1)
    page = await web.press(page, "Lire la partie 2")
    office.clock.passes(hours=1.5)
    page = await read_to_the_end(web, page)
    office.clock.passes(hours=2)
    assert (await web.press(page, "J’accepte")).heading == "Ce lien est trop ancien"


async def test_a_frozen_space_accepts_nothing(office: Office, web: Browser) -> None:
    citizen, url = await reader(office)
    page = await read_to_the_end(web, await web.open(url))
    await not_me(citizen, office.clock())
    assert (await web.press(page, "J’accepte")).heading == "Cet espace est bloqué"
    assert await Acceptance.all().count() == 0


async def test_before_the_identifiers_there_is_nothing_to_accept(
    office: Office, web: Browser
) -> None:
    citizen = await invited(office)
    page = await web.open(await link_for(office, citizen, Purpose.TERMS))
    assert page.heading == "Ce lien a été remplacé"


async def test_the_text_is_one_region_that_the_keyboard_reaches_with_headings_and_lists(
    office: Office, web: Browser
) -> None:
    _citizen, url = await reader(office)
    page = await web.open(url)
    assert re.search(
        r'role="region" tabindex="0" aria-label="Texte des conditions', page.answer.text
    )
    assert "<h2>Préambule</h2>" in page.answer.text
    assert "<li>« La commune »" in page.answer.text.replace("\u00a0", " ")
    assert 'id="fin" tabindex="-1"' in page.answer.text
    assert "<script" not in page.answer.text


async def test_what_the_town_writes_is_shown_never_run(office: Office, web: Browser) -> None:
    text = "<script>alert(1)</script>\n\n# Titre\n\n- un\n- <i>deux</i>\n\n**gras** & <b>"
    await publish(TOWN.slug, "2026-9", text, office.clock())
    citizen = await secured(office)
    page = await web.open(await link_for(office, citizen, Purpose.TERMS))
    assert page.status == 200
    assert "<script>alert(1)</script>" in page.text
    for tag in ("<script>", "<b>", "<i>"):
        assert tag not in page.answer.text
