"""The steps of the journey, as a citizen does them, on one channel or the other."""

from demo.bot_api.client import Citizen, Shown
from demo.mailbox.letters import Letter
from tests.house.mailbox import Mailbox, page_of, phrase_of, plain
from tests.web.browser import Browser, Page

PASSWORD = "violette-cabane-73-nuage"
INVITATION = "a créé votre espace personnel"
LAST_WORD = "J’accepte"


class Says:
    """A message that holds these words, its typography aside."""

    def __init__(self, words: str) -> None:
        self.words = words

    def __call__(self, shown: Shown) -> bool:
        return self.words in plain(shown.text)


async def link_by_code(chat: Citizen, code: str) -> None:
    """From « Démarrer » to an account that is active, and the question of its login."""
    await chat.start()
    await chat.wait_for(Says("Où en êtes-vous"))
    await chat.say(code)
    await chat.wait_for(Says("C'est bien vous"))
    await chat.press("Oui")
    await chat.wait_for(Says("Voulez-vous le garder"))


async def choose_password_in_chat(chat: Citizen, password: str = PASSWORD) -> None:
    """Keep the login; a password typed in the chat, which is then erased."""
    await chat.press("Garder cet identifiant")
    await chat.wait_for(Says("Choisissez votre mot de passe"))
    await give_password_in_chat(chat, password)


async def give_password_in_chat(chat: Citizen, password: str) -> None:
    """It is taken, and erased from the screen."""
    typed = await chat.say(password)
    await chat.wait_for(Says("votre mot de passe est enregistré"))
    screen = await chat.wait_until(lambda screen: _erased(screen.messages, typed))
    assert not any(password in message.text for message in screen.messages)


async def read_terms_in_chat(chat: Citizen) -> None:
    """Part after part, to the last word; then accept."""
    await chat.wait_until(lambda screen: "Conditions" in _newest(screen.messages).text)
    while LAST_WORD not in (newest := await _question(chat)).labels:
        await chat.press("Suite", message_id=newest.message_id)
        await chat.wait_for(Says("Conditions d'utilisation, partie"))
    await chat.press(LAST_WORD)
    await chat.wait_for(Says("Vous avez accepté les conditions"))


async def invoices_in_chat(chat: Citizen) -> Shown:
    """« Mes factures »."""
    await chat.say("mes factures")
    return await chat.wait_for(Says("VF-"))


async def identifiers_on_page(web: Browser, letter: Letter, login: str) -> Page:
    """The page of the link, its form filled in."""
    form = await web.press(await web.open(page_of(letter)), "Continuer")
    return await web.press(
        form, "Enregistrer", login=login, password=PASSWORD, confirmation=PASSWORD
    )


async def accept_terms_by_mail(mail: Mailbox) -> Letter:
    """The whole text, and the phrase printed after its last word; the home follows."""
    terms = await mail.waits_for("Pour accepter ces conditions")
    await mail.answers(terms, phrase_of(terms))
    return await mail.waits_for("Vous avez accepté les conditions")


async def _question(chat: Citizen) -> Shown:
    screen = await chat.wait_until(lambda screen: bool(_newest(screen.messages).labels))
    return _newest(screen.messages)


def _newest(messages: tuple[Shown, ...]) -> Shown:
    return [message for message in messages if not message.mine and not message.deleted][-1]


def _erased(messages: tuple[Shown, ...], message_id: int) -> bool:
    return any(one.message_id == message_id and one.deleted for one in messages)
