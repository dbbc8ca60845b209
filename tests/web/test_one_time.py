"""One-time links: « Continuer », the form, every refusal, and the conversation that goes on."""

import asyncio
from dataclasses import replace

import pytest

from models.conversation import Address
from models.family import Citizen
from models.link import PageLink, Purpose
from models.post import Outbox
from portal.activation import not_me
from portal.password import verify
from tests.desk.office import TOWN, Office, family
from tests.web.browser import Browser, Page
from tests.web.people import (
    MAIL,
    PASSWORD,
    activation,
    active,
    everything,
    invited,
    link_for,
    secured,
    tables,
)

GIVEN = {"login": "claire.testa", "password": PASSWORD, "confirmation": PASSWORD}


async def form_of(web: Browser, url: str) -> Page:
    return await web.press(await web.open(url), "Continuer")


async def test_opening_the_link_shows_a_button_and_changes_nothing(
    office: Office, web: Browser
) -> None:
    await active(office)
    before = await tables()
    page = await web.open(office.mailbox(MAIL).link("lien"))
    assert await tables() == before
    assert page.buttons == ["Continuer"]
    assert "Mme T." in page.text
    assert "testa65" not in page.text


async def test_from_the_activation_page_to_the_form_in_one_press(
    office: Office, web: Browser
) -> None:
    await invited(office)
    active_now = await web.press(await web.open(activation(office)), "Activer")
    page = await web.press(active_now, "Continuer ici")
    assert page.heading == "Votre identifiant et votre mot de passe"
    assert page.inputs["login"]["value"] == "testa65"


async def test_every_rule_is_shown_before_the_first_try_guessability_included(
    office: Office, web: Browser
) -> None:
    await active(office)
    page = await form_of(web, office.mailbox(MAIL).link("lien"))
    for rule in ("au moins 8 caractères", "1 minuscule", "1 chiffre", "ne pas se deviner"):
        assert rule in page.text.replace("\u00a0", " ")
    assert page.inputs["login"]["autocomplete"] == "username"
    assert page.inputs["password"]["autocomplete"] == "new-password"
    assert page.inputs["confirmation"]["autocomplete"] == "new-password"


async def test_identifiers_are_set_and_the_conversation_goes_on(
    office: Office, web: Browser
) -> None:
    citizen = await active(office)
    page = await form_of(web, office.mailbox(MAIL).link("lien"))
    done = await web.press(page, "Enregistrer", **GIVEN)
    assert done.heading == "Votre mot de passe est enregistré"
    assert "claire.testa" in done.text
    await citizen.refresh_from_db()
    assert citizen.login == "claire.testa"
    assert await verify(PASSWORD, citizen.password_hash)
    mails = len(office.mailbox(MAIL).mails())
    await office.work()
    assert len(office.mailbox(MAIL).mails()) == mails + 1
    assert "Soyez polis" in office.mailbox(MAIL).last()


async def test_the_conversation_goes_on_in_the_chat_where_it_was(
    office: Office, web: Browser
) -> None:
    await invited(office)
    chat = office.chat()
    await chat.say("/start")
    await chat.say(office.mailbox(MAIL).code())
    await chat.press("Oui")
    page = await web.press(await web.open(activation(office)), "C’était moi")
    form = await web.press(page, "Continuer ici")
    mails = len(office.mailbox(MAIL).mails())
    await web.press(form, "Enregistrer", **GIVEN)
    await office.work()
    assert "Soyez polis" in chat.heard()[-1].text
    assert len(office.mailbox(MAIL).mails()) == mails


async def test_a_chat_that_went_to_somebody_else_learns_nothing(
    office: Office, web: Browser
) -> None:
    await invited(office)
    chat = office.chat()
    await chat.say("/start")
    await chat.say(office.mailbox(MAIL).code())
    await chat.press("Oui")
    page = await web.press(await web.open(activation(office)), "C’était moi")
    await Address.filter(external_id=chat.address).update(conversation_id=None)
    said = len(chat.heard())
    await web.press(await web.press(page, "Continuer ici"), "Enregistrer", **GIVEN)
    await office.work()
    assert len(chat.heard()) == said
    assert "Soyez polis" in office.mailbox(MAIL).last()


async def test_identifiers_are_set_once_only(office: Office, web: Browser) -> None:
    citizen = await active(office)
    url = office.mailbox(MAIL).link("lien")
    other = await form_of(web, await link_for(office, citizen, Purpose.IDENTIFIERS))
    page = await form_of(web, url)
    await web.press(page, "Enregistrer", **GIVEN)
    for late in (page, other):
        web.here = url if late is page else web.here
        again = await web.press(late, "Enregistrer", **GIVEN | {"login": "voleur"})
        assert again.heading == "C’est déjà fait"
    await citizen.refresh_from_db()
    assert citizen.login == "claire.testa"
    assert "mardi 9 juin 2026" in (await web.open(url)).text


async def test_two_pages_sent_in_the_same_instant_set_them_once(
    office: Office, web: Browser
) -> None:
    citizen = await active(office)
    urls = [await link_for(office, citizen, Purpose.IDENTIFIERS) for _ in range(2)]
    forms = [(await form_of(web, url)).forms[0] for url in urls]
    answers = await asyncio.gather(
        *(
            web.client.post(url, data={**form, **GIVEN, "login": f"claire{at}"})
            for at, (url, form) in enumerate(zip(urls, forms, strict=True))
        )
    )
    headings = sorted(Page(answer).heading for answer in answers)
    assert headings == ["C’est déjà fait", "Votre mot de passe est enregistré"]


@pytest.mark.parametrize(
    ("typed", "name", "says"),
    [
        ({"password": "abc4def"}, "password", "trop court"),
        ({"password": "VIOLETTE-CABANE-73"}, "password", "manque une lettre minuscule"),
        ({"password": "violette-cabane-nuage"}, "password", "manque un chiffre"),
        ({"password": "x" * 200 + "1"}, "password", "trop long"),
        ({"password": "claire-testa-1"}, "password", "votre nom, votre prénom"),
        ({"password": ""}, "password", "Écrivez un mot de passe"),
        ({"confirmation": "autre"}, "confirmation", "ne sont pas les mêmes"),
        ({"confirmation": ""}, "confirmation", "une seconde fois"),
        ({"login": "a b"}, "login", "sans espace"),
        ({"login": " "}, "login", "Écrivez un identifiant"),
        ({"login": "pris"}, "login", "déjà pris"),
    ],
)
async def test_each_refusal_says_exactly_what_is_wrong_beside_its_field(
    office: Office, web: Browser, typed: dict[str, str], name: str, says: str
) -> None:
    citizen = await active(office)
    await family(login="pris", mail="autre@exemple.example")
    page = await form_of(web, office.mailbox(MAIL).link("lien"))
    both = {"confirmation": typed["password"]} if "password" in typed else {}
    refused = await web.press(page, "Enregistrer", **GIVEN | both | typed)
    assert refused.status == 422
    assert says in refused.text
    fields = refused.forms[-1]
    field = refused.inputs[name]
    assert field["aria-invalid"] == "true"
    assert f"{name}-wrong" in field["aria-describedby"].split()
    assert fields["password"] == fields["confirmation"] == ""
    assert f"#{name}" in refused.links
    await citizen.refresh_from_db()
    assert not citizen.identifiers_set_at


async def test_the_login_typed_is_kept_and_all_faults_are_told_at_once(
    office: Office, web: Browser
) -> None:
    await active(office)
    page = await form_of(web, office.mailbox(MAIL).link("lien"))
    typed = {"login": "?", "password": "abc", "confirmation": "abd"}
    refused = await web.press(page, "Enregistrer", **typed)
    assert refused.inputs["login"]["value"] == "?"
    assert {"#login", "#password", "#confirmation"} <= refused.links.keys()


async def test_too_easily_guessed_a_ready_one_is_offered_and_can_be_taken(
    office: Office, web: Browser
) -> None:
    citizen = await active(office)
    page = await form_of(web, office.mailbox(MAIL).link("lien"))
    weak = {"password": "azerty1234", "confirmation": "azerty1234"}
    refused = await web.press(page, "Enregistrer", **GIVEN | weak)
    offered = refused.forms[0]["propose"]
    assert offered in refused.text
    assert offered not in await everything()
    done = await web.press(refused, "Prendre")
    assert done.heading == "Votre mot de passe est enregistré"
    await citizen.refresh_from_db()
    assert citizen.login == "claire.testa"
    assert await verify(offered, citizen.password_hash)


async def test_a_broken_rule_alone_offers_nothing(office: Office, web: Browser) -> None:
    await active(office)
    page = await form_of(web, office.mailbox(MAIL).link("lien"))
    short = {"password": "abc4", "confirmation": "abc4"}
    refused = await web.press(page, "Enregistrer", **GIVEN | short)
    assert refused.buttons == ["Enregistrer"]


async def test_a_form_older_than_a_quarter_of_an_hour_opens_again(
    office: Office, web: Browser
) -> None:
    citizen = await active(office)
    page = await form_of(web, office.mailbox(MAIL).link("lien"))
    office.clock.passes(minutes=16)
    late = await web.press(page, "Enregistrer", **GIVEN)
    assert "plus d’un quart d’heure" in late.text
    await citizen.refresh_from_db()
    assert not citizen.identifiers_set_at
    assert (await web.press(late, "Enregistrer", **GIVEN)).status == 200
    await citizen.refresh_from_db()
    assert citizen.identifiers_set_at


@pytest.mark.parametrize("forged", ["", "99999999999.", "x.y", "9" * 20 + ".a", "٣.a"])
async def test_a_forged_form_opens_the_real_one(office: Office, web: Browser, forged: str) -> None:
    citizen = await active(office)
    page = await form_of(web, office.mailbox(MAIL).link("lien"))
    await web.press(page, "Enregistrer", **GIVEN, formulaire=forged)
    await citizen.refresh_from_db()
    assert not citizen.identifiers_set_at


async def test_an_expired_link_sends_a_fresh_one_when_asked(office: Office, web: Browser) -> None:
    await active(office)
    old = office.mailbox(MAIL).link("lien")
    office.clock.passes(days=8)
    page = await web.open(old)
    assert page.heading == "Ce lien est trop ancien"
    sent = await web.press(page, "Recevoir un nouveau lien")
    assert sent.heading == "Un nouveau lien vient de partir"
    assert (await web.press(page, "Recevoir")).heading == "Un lien est déjà parti"
    await office.work()
    assert office.mailbox(MAIL).link("lien") != old
    assert (await web.open(office.mailbox(MAIL).link("lien"))).buttons == ["Continuer"]


async def test_an_unknown_link_learns_nothing(office: Office, web: Browser) -> None:
    citizen = await active(office)
    real = await link_for(office, citizen, Purpose.IDENTIFIERS)
    ready = await PageLink.create(
        town=TOWN.slug,
        purpose=Purpose.READY,
        citizen_id=citizen.id,
        created_at=office.clock(),
        expires_at=citizen.created_at,
    )
    other = office.counter.keys.token("page", ready.id)
    town = real.replace("/val-fleuri/", "/autre-ville/")
    for url in (f"/val-fleuri/lien/{other}", "/val-fleuri/lien/é", real[:-1], "/val-fleuri/lien/a"):
        page = await web.open(url)
        assert (page.status, page.heading) == (404, "Nous ne reconnaissons pas ce lien")
    assert (await web.open(town)).status == 404
    assert (await web.open(real)).status == 200


async def test_a_frozen_space_takes_no_identifiers(office: Office, web: Browser) -> None:
    citizen = await active(office)
    page = await form_of(web, office.mailbox(MAIL).link("lien"))
    await not_me(citizen, office.clock())
    refused = await web.press(page, "Enregistrer", **GIVEN)
    assert refused.heading == "Cet espace est bloqué"
    await citizen.refresh_from_db()
    assert not citizen.identifiers_set_at


async def test_a_new_password_opens_the_lock_and_closes_the_other_links(
    office: Office, web: Browser
) -> None:
    citizen = await secured(office)
    citizen.failures = 10
    await citizen.save()
    url = await link_for(office, citizen, Purpose.RESET)
    other = await link_for(office, citizen, Purpose.RESET)
    page = await form_of(web, url)
    assert "readonly" in page.inputs["login"]
    done = await web.press(page, "Enregistrer", password=PASSWORD, confirmation=PASSWORD)
    assert done.heading == "Votre mot de passe est changé"
    await citizen.refresh_from_db()
    assert (citizen.login, citizen.failures) == ("testa65", 0)
    assert await verify(PASSWORD, citizen.password_hash)
    assert (await web.open(other)).heading == "Ce lien a été remplacé"
    assert (await web.open(url)).heading == "C’est déjà fait"


async def test_a_new_password_is_told_to_the_mailbox_when_the_talk_is_in_a_chat(
    office: Office, web: Browser
) -> None:
    citizen = await invited(office)
    chat = office.chat()
    await chat.say("/start")
    await chat.say(office.mailbox(MAIL).code())
    await chat.press("Oui")
    await Citizen.filter(id=citizen.id).update(identifiers_set_at=office.clock())
    page = await form_of(web, await link_for(office, citizen, Purpose.RESET))
    await web.press(page, "Enregistrer", password=PASSWORD, confirmation=PASSWORD)
    told = [row.message["text"] for row in await Outbox.filter(turn_key__startswith="page:")]
    assert told == ["told.password"]


async def test_the_temporary_password_is_read_forgivingly_and_leads_to_the_identifiers(
    office: Office, web: Browser
) -> None:
    citizen = await active(office)
    page = await form_of(web, await link_for(office, citizen, Purpose.TEMPORARY))
    temporary = office.mailbox(MAIL).temporary()
    typed = f" « {temporary.upper().replace('-', ' ')} ». "
    done = await web.press(page, "Continuer", temporary=typed)
    assert done.heading == "C’est le bon mot de passe"
    assert (
        await web.press(done, "Continuer ici")
    ).heading == "Votre identifiant et votre mot de passe"


async def test_wrong_temporary_passwords_wait_then_lock(office: Office, web: Browser) -> None:
    citizen = await active(office)
    page = await form_of(web, await link_for(office, citizen, Purpose.TEMPORARY))
    for _ in range(4):
        assert "Ce n’est pas" in (await web.press(page, "Continuer", temporary="faux")).text
    blocked = await web.press(page, "Continuer", temporary="faux")
    assert "attendez jusqu’au mardi 9 juin 2026" in blocked.text
    right = office.mailbox(MAIL).temporary()
    assert "attendez" in (await web.press(page, "Continuer", temporary=right)).text
    await Citizen.filter(id=citizen.id).update(failures=9, last_failure_at=office.clock())
    office.clock.passes(minutes=14)
    page = await form_of(web, await link_for(office, citizen, Purpose.TEMPORARY))
    office.clock.passes(minutes=3)
    locked = await web.press(page, "Continuer", temporary="faux")
    assert "n’est plus accepté" in locked.text


async def test_a_town_may_ask_the_temporary_password_of_everyone(
    office: Office, web: Browser
) -> None:
    strict = replace(TOWN, always_ask_temporary_password=True)
    office.counter.towns[TOWN.slug] = strict  # type: ignore[index]  # a dict, here
    citizen = await active(office)
    page = await form_of(web, office.mailbox(MAIL).link("lien"))
    refused = await web.press(page, "Enregistrer", **GIVEN, temporary="faux")
    assert "Ce n’est pas le mot de passe provisoire" in refused.text
    temporary = office.mailbox(MAIL).temporary()
    done = await web.press(refused, "Enregistrer", **GIVEN, temporary=temporary)
    assert done.heading == "Votre mot de passe est enregistré"
    await citizen.refresh_from_db()
    assert citizen.login == "claire.testa"
