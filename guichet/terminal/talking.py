"""The loop of the terminal: a line is read, done, and shown, until nobody types any more."""

import re
from asyncio import Runner
from collections.abc import Callable
from typing import Any

from desk.counter import Counter
from desk.journal.reading import Wanted, latest
from flows.here import Channel, SecretWay
from flows.session import Session
from guichet.terminal import story as told
from guichet.terminal.browser import Browser
from guichet.terminal.evening import Evening, Round
from guichet.terminal.keyboard import Keyboard
from guichet.terminal.look import Showing
from guichet.terminal.phone import Key
from guichet.terminal.sheet import Form, Sheet
from guichet.terminal.sitting import INVITED, receive_invitation
from guichet.terminal.story import Setting, Story
from portal import citizens
from portal.standing import standing

#: Lines of the journal that `:journal` shows.
LINES = 20
HELP = """\
Écrivez comme un citoyen. Sur Telegram, /1 appuie sur le premier bouton ; son libellé aussi.
  :telegram  :mail   continuer sur l'autre canal, sans rien perdre
  :lien              suivre « Continuer sur Telegram » du dernier courriel
  :page              ouvrir la page du dernier lien reçu
  :silence           laisser passer un jour sans répondre
  :journal           les dernières lignes du journal
  :aide  :quit       cette aide ; arrêter"""
_PRESS = re.compile(r"/(\d{1,2})")
_PROMPTS = {Channel.TELEGRAM: "telegram", Channel.MAIL: "courriel"}


class Talking:
    """One evening at the keyboard."""

    def __init__(self, runner: Runner, evening: Evening, showing: Showing, keys: Keyboard) -> None:
        self._run: Callable[..., Any] = runner.run
        self._evening = evening
        self._showing = showing
        self._keys = keys
        self._browser = Browser(evening.counter)
        self.story = Story()
        self._invitation: Round | None = None
        #: A command that closed a page, still to be done.
        self._next = ""
        self._commands: dict[str, Callable[[], None]] = {
            ":mail": lambda: self._switch(Channel.MAIL),
            ":courriel": lambda: self._switch(Channel.MAIL),
            ":telegram": lambda: self._switch(Channel.TELEGRAM),
            ":lien": self._follow,
            ":page": self._page,
            ":silence": self._silence,
            ":journal": self._journal,
            ":aide": lambda: self._showing.say(HELP),
        }

    def begins(self) -> None:
        """Who sits here; and the invitation, when it leaves now."""
        self._showing.remark(f"Vous êtes {self._evening.who.name}. « :aide » dit comment faire.")
        if done := self._run(receive_invitation(self._evening)):
            self._invitation = done
            self.shows(done)
        elif self._evening.box and (last := self._evening.box.answers):
            self._browser.notices([last.text])
            self._showing.letter(last)

    def goes_on(self) -> None:
        """Until `:quit`, the end of the pipe, or Ctrl-C."""
        while (typed := self._read()) not in {None, ":quit"}:
            assert typed is not None
            if typed.startswith(":"):
                self._commanded(typed)
            elif typed:
                self._does(typed)
        self._run(self._browser.closes())

    def shows(self, done: Round) -> None:
        """On the screen, and the links where the browser finds them."""
        keys = self._evening.phone.keys()
        self._showing.round(done, pressable=keys[0].message_id if keys else 0)
        buttons = (b for m in done.bubbles for row in m.keyboard for b in row)
        texts = [*(m.text for m in done.bubbles), *(b.get("url", "") for b in buttons)]
        self._browser.notices([*texts, *(letter.text for letter in done.letters)])

    def _read(self) -> str | None:
        typed, self._next = self._next, ""
        if typed:
            return typed
        hidden = self._run(self._evening.expects_secret())
        told_hidden = " (sans écho)" if hidden else ""
        return self._keys.read(f"{_PROMPTS[self._evening.channel]}{told_hidden}> ", hidden=hidden)

    def _commanded(self, typed: str) -> None:
        if typed in self._commands:
            self._commands[typed]()
        else:
            self._showing.remark(f"{typed} n'est pas une commande du terminal ; « :aide » les dit.")

    def _does(self, typed: str) -> None:
        before = self._setting()
        self._tell_invitation(before)
        speaker = self._run(self._evening.speaker())
        if key := self._key(typed):
            done = self._run(self._evening.presses(key))
            written = _pressed(key, before)
        elif _PRESS.fullmatch(typed):
            return self._showing.remark("Il n'y a pas de tel bouton.")
        else:
            done = self._run(self._evening.says(typed))
            written = self._said(typed, before, done, speaker.turn if speaker else None)
        return self._over(written, before, done)

    def _tell_invitation(self, before: Setting) -> None:
        """The story begins with it where it goes on in the same conversation."""
        done, self._invitation = self._invitation, None
        if done and before.known:
            self.story.tells("@ begun journey", INVITED, done, after=before.conversation)

    def _said(self, typed: str, before: Setting, done: Round, answered: int | None) -> str:
        if done.secret:
            return told.judged(done)
        return told.said(told.discreet(typed, done), before, answered)

    def _over(self, written: str, before: Setting, done: Round) -> None:
        self.story.tells(written, before, done, after=self._setting().conversation)
        self.shows(done)

    def _key(self, typed: str) -> Key | None:
        if self._evening.channel is not Channel.TELEGRAM:
            return None
        keys = self._evening.phone.keys()
        if number := _PRESS.fullmatch(typed):
            return keys[int(number[1]) - 1] if 0 < int(number[1]) <= len(keys) else None
        return next((key for key in keys if key.label.casefold() == typed.casefold()), None)

    def _switch(self, channel: Channel) -> None:
        if channel is Channel.MAIL and self._evening.box is None:
            return self._showing.remark("Cette personne n'a pas d'adresse de courriel.")
        self._evening.channel = channel
        box = self._evening.box
        if channel is Channel.MAIL and box and box.answers:
            return self._showing.remark(f"Vous répondez à : {box.answers.subject}")
        return self._showing.remark(f"Vous écrivez par {_PROMPTS[channel]}.")

    def _follow(self) -> None:
        if not self._browser.telegram:
            return self._showing.remark("Aucun courriel n'a donné de lien vers Telegram.")
        self._evening.channel = Channel.TELEGRAM
        return self._does(self._browser.telegram)

    def _silence(self) -> None:
        before = self._setting()
        done = self._run(self._evening.waits_a_day())
        nth = next((line.detail for line in done.journal if line.kind == "reminded"), "")
        self._over(f"@ silence {nth}" if nth else "@ later 1", before, done)

    def _journal(self) -> None:
        wanted = Wanted(towns=tuple(self._evening.counter.towns))
        self._showing.journal(self._run(latest(wanted, LINES)))

    def _page(self) -> None:
        if not self._browser.link:
            return self._showing.remark("Aucun message n'a donné de lien à ouvrir.")
        before = self._setting()
        sheet: Sheet = self._run(self._browser.opens())
        self._showing.page(sheet.text)
        while sheet.forms and (form := self._chosen(sheet)):
            sheet = self._run(self._browser.sends(form, self._filled(form)))
            self._showing.page(sheet.text)
        done = self._run(self._evening.settles())
        happened = [line.detail for line in done.journal if line.kind == "happened"]
        return self._over(f"@ happened {(happened or ['other'])[-1]}", before, done)

    def _chosen(self, sheet: Sheet) -> Form | None:
        """Enter presses the first button; a number another one; anything else closes the page, and is done."""
        for number, form in enumerate(sheet.forms, start=1):
            self._showing.say(f"  [ {number} {form.button} ]")
        typed = self._keys.read("page (Entrée : 1, « x » : fermer)> ")
        number = int(typed or "1") if typed is not None and (typed or "1").isdecimal() else 0
        if 0 < number <= len(sheet.forms):
            return sheet.forms[number - 1]
        if typed and typed.startswith(":"):
            self._next = typed
        return None

    def _filled(self, form: Form) -> dict[str, str]:
        typed = {}
        for blank in form.asked:
            kept = f" [{blank.value}]" if blank.value else ""
            said = self._keys.read(f"{blank.label}{kept} : ", hidden=blank.secret)
            typed[blank.name] = said or blank.value
        return typed

    def _setting(self) -> Setting:
        setting: Setting = self._run(setting_of(self._evening))
        return setting


async def setting_of(evening: Evening) -> Setting:
    """Where the conversation of the present channel stands."""
    speaker = await evening.speaker()
    channel, counter = evening.channel, evening.counter
    if speaker is None:
        return Setting(channel=channel, secrets=_secrets(counter, channel))
    conversation = speaker.conversation
    session = Session.open(conversation.session)
    owner = conversation.citizen_id
    citizen = await citizens.by_id(conversation.town, owner) if owner else None
    return Setting(
        channel=channel,
        secrets=_secrets(counter, channel),
        conversation=conversation.id,
        asked=session.top.asked if session.frames else 0,
        known=citizen is not None,
        standing=await standing(citizen),
    )


def _secrets(counter: Counter, channel: Channel) -> SecretWay:
    return counter.secret_way(channel)


def _pressed(key: Key, before: Setting) -> str:
    turn, _, choice = key.data.partition(":")
    return f"@ press {choice}" if int(turn) == before.asked else f"@ press {choice} of {turn}"
