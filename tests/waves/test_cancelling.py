"""A wave sent by mistake is taken back: its links, codes, passwords and chats, and what has not left."""

from desk.pages import ActivationState, asked_of, look_at_activation
from desk.waves.cancelling import Undone, cancel
from desk.waves.releasing import release_due
from desk.waves.summary import Stage, report
from models.family import Citizen
from models.post import Timer
from models.wave import Wave
from tests.desk.office import MAIL, PASSWORD, TOWN, Office, family
from tests.waves.town import adults, minutes_pass, wave_of_all


async def a_wave(office: Office) -> Wave:
    await family(mail=MAIL)
    wave = await wave_of_all(office)
    await minutes_pass(office, 1)
    return wave


async def test_its_link_and_its_code_open_nothing_any_more(office: Office) -> None:
    wave = await a_wave(office)
    mailbox = office.mailbox(MAIL)
    counts = await cancel(wave, office.clock())
    assert counts == {Undone.TAKEN_BACK: 1}
    query = mailbox.link("Validation").partition("?")[2]
    view = await look_at_activation(office.counter, asked_of(TOWN.slug, query))
    assert view.state is ActivationState.CANCELLED
    assert "annulé cette invitation" in await office.chat().say(mailbox.code())


async def test_answering_yes_activates_nothing_and_brings_no_fresh_invitation(
    office: Office,
) -> None:
    wave = await a_wave(office)
    await cancel(wave, office.clock())
    said = await office.mailbox(MAIL).answer("oui")
    assert "annulé cette invitation" in said
    office.clock.passes(hours=1)
    await office.chat().say("rien reçu", MAIL)
    mails = office.mailbox(MAIL).mails()
    assert len([mail for mail in mails if "Validation" in str(mail)]) == 1


async def test_a_chat_that_it_linked_without_going_further_is_nobodys(office: Office) -> None:
    wave = await a_wave(office)
    chat = office.chat()
    await chat.say(office.mailbox(MAIL).code())
    await chat.press("Oui")
    # Linking activates at once: this is somebody whom staff made inactive again.
    await Citizen.filter(mail=MAIL).update(activated_at=None, activated_by="")
    assert (await cancel(wave, office.clock()))[Undone.UNLINKED] == 1
    assert "Où en êtes-vous" in await chat.say("mes factures")


async def test_no_reminder_of_it_follows(office: Office) -> None:
    wave = await a_wave(office)
    await cancel(wave, office.clock())
    assert await Timer.filter(fired_at=None).count() == 0
    before = len(office.mailbox(MAIL).mails())
    await office.remind(days=8)
    assert len(office.mailbox(MAIL).mails()) == before


async def test_what_has_not_left_never_does(office: Office) -> None:
    await adults(3)
    wave = await wave_of_all(office)
    office.clock.passes(minutes=1)
    await release_due(office.counter)
    await office._play()
    counts = await cancel(wave, office.clock())
    assert counts == {Undone.NEVER_LEFT: 2, Undone.TAKEN_BACK: 1}
    assert await minutes_pass(office, 10) == 0


async def test_whoever_has_a_password_of_their_own_keeps_the_space(office: Office) -> None:
    wave = await a_wave(office)
    chat = office.chat()
    await chat.say(office.mailbox(MAIL).code())
    await chat.press("Oui")
    await chat.press("Garder")
    await chat.say(PASSWORD)
    assert await cancel(wave, office.clock()) == {Undone.KEPT: 1}
    assert "Conditions" in await chat.say("continuer")


async def test_cancelled_twice_it_says_that_nothing_is_left(office: Office) -> None:
    wave = await a_wave(office)
    await cancel(wave, office.clock())
    assert not await cancel(wave, office.clock())


async def test_the_town_may_invite_again_under_another_name(office: Office) -> None:
    wave = await a_wave(office)
    await cancel(wave, office.clock())
    office.clock.passes(minutes=11)
    await wave_of_all(office, name="corrigée")
    assert await minutes_pass(office, 2) == 1
    assert "activé" in await office.mailbox(MAIL).answer("oui")


async def test_the_summary_tells_where_everybody_stands(office: Office) -> None:
    await adults(3, "orange.fr")
    await adults(1, "laposte.net")
    wave = await wave_of_all(office)
    await minutes_pass(office, 2)
    await office.mailbox("adulte0@orange.fr").answer("oui")
    told = await report(wave, office.counter.office_hours, office.clock())
    assert dict(told.counts) == {
        ("orange", Stage.ACTIVATED): 1,
        ("orange", Stage.SENT): 1,
        ("orange", Stage.WAITING): 1,
        ("laposte", Stage.WAITING): 1,
    }
    assert told.ends_at is not None
    assert 1 < (told.ends_at - office.clock()).total_seconds() / 60 < 3
    await cancel(wave, office.clock())
    wave = await Wave.get(id=wave.id)
    told = await report(wave, office.counter.office_hours, office.clock())
    assert told.total(Stage.CANCELLED) == 4
