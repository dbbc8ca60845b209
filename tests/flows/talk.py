"""A conversation played on the engine, the session passing through JSON at every wait."""

import json
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from desk.catalogue import catalogue
from flows.catalogue import Catalogue
from flows.engine import step
from flows.events import (
    Began,
    Carries,
    Done,
    Happened,
    Inbound,
    Picked,
    Said,
    SecretJudged,
    SecretMisplaced,
    Silence,
    Troubled,
    Unkept,
    Verdict,
)
from flows.here import Channel, Here, Level, SecretWay, Stage
from flows.message import Json, Kind, Message
from flows.note import Note
from flows.session import Session
from flows.steps import ways_of
from tests.flows.town import Town
from words.texts import Texts

START = datetime(2026, 6, 9, 6, 29, tzinfo=UTC)
#: Effects that one event may lead to, as the desk has it.
MOST_ROUNDS = 10


@cache
def texts() -> Texts:
    """The French wording."""
    return Texts.load()


@cache
def everything() -> Catalogue:
    """All the flows with the French wording."""
    return catalogue(texts())


def here_on(channel: Channel, **known: object) -> Here:
    """A known citizen who proved enough, unless told otherwise."""
    way = SecretWay.CHAT if channel is Channel.TELEGRAM else SecretWay.PAGE
    given: dict[str, object] = {"level": Level.CHANGE, "stage": Stage.INVITED, "secrets": way}
    return Here(channel=channel, **(given | known))  # type: ignore[arg-type]  # named by stories


@dataclass(repr=False)
class Talk:
    """Both sides of one conversation. `heard` is what came back to the last event."""

    town: Town
    catalogue: Catalogue = field(default_factory=everything)
    session: Session = field(default_factory=Session)
    at: datetime = START
    heard: list[Message] = field(default_factory=list)
    journal: list[Note] = field(default_factory=list)
    walked: set[tuple[str, str, str]] = field(default_factory=set)
    visited: set[tuple[str, str]] = field(default_factory=set)
    effects: list[str] = field(default_factory=list)
    #: All that was said, and where.
    said: list[tuple[Message, Here]] = field(default_factory=list)
    #: Every rest of the conversation.
    stood: list[tuple[Session, Here]] = field(default_factory=list)
    bound: bool = False

    @classmethod
    def on(cls, channel: Channel, **known: object) -> "Talk":
        """A conversation on `channel` that has not begun."""
        return cls(Town(here_on(channel, **known)))

    @property
    def here(self) -> Here:
        """Where the next message comes from."""
        return self.town.here

    @property
    def turn(self) -> int:
        """The number of the present question."""
        return self.session.top.asked if self.session.frames else self.session.turn

    def say(self, text: str, turn: int | None = None, carries: Carries = Carries.WORDS) -> "Talk":
        """The citizen writes; by mail an answer tells which question it answers."""
        if turn is None and self.here.channel is Channel.MAIL and self.session.frames:
            turn = self.turn
        return self._play(Said(**self._now(), text=text, turn=turn, carries=carries))

    def say_beside_a_file(self, text: str) -> "Talk":
        """By mail: words, and a file that nothing asked for."""
        return self._play(Said(**self._now(), text=text, turn=self.turn, beside=True))

    def send(self, kept: int, *unkept: str) -> "Talk":
        """The citizen sends files, of which the desk kept some."""
        papers, reasons = tuple(range(1, kept + 1)), tuple(map(Unkept, unkept))
        answered = self.turn if self.here.channel is Channel.MAIL else None
        said = Said(
            **self._now(),
            text="",
            turn=answered,
            carries=Carries.FILE,
            papers=papers,
            unkept=reasons,
        )
        return self._play(said)

    def press(self, key: str, turn: int | None = None) -> "Talk":
        """The citizen presses a button."""
        return self._play(Picked(**self._now(), key=key, turn=self.turn if turn is None else turn))

    def judged(self, verdict: str, *reasons: str, turn: int | None = None) -> "Talk":
        """A secret was typed and judged."""
        facts: dict[str, Json] = {"strength": 1}
        if verdict == "blocked":
            facts["until"] = "2026-06-09T07:15:00+00:00"
        return self._play(
            SecretJudged(
                **self._now(),
                verdict=Verdict(verdict),
                turn=self.turn if turn is None else turn,
                reasons=reasons,
                facts={**facts, "bind": "citizen:1"} if verdict == "accepted" else facts,
            )
        )

    def misplace(self) -> "Talk":
        """A secret was typed where it must not be."""
        return self._play(SecretMisplaced(**self._now()))

    def silent(self, nth: int = 1, turn: int | None = None) -> "Talk":
        """Nobody answered for a while."""
        self.at += timedelta(days=1)
        return self._play(Silence(**self._now(), turn=self.turn if turn is None else turn, nth=nth))

    def happen(self, what: str, **facts: Json) -> "Talk":
        """The account moved elsewhere."""
        if what in STAGES:
            self.place(stage=STAGES[what])
        return self._play(Happened(**self._now(), what=what, facts=facts))

    def begin(self, flow: str, **facts: Json) -> "Talk":
        """We begin a flow."""
        return self._play(Began(**self._now(), flow=flow, facts=facts))

    def trouble(self) -> "Talk":
        """We failed."""
        return self._play(Troubled(**self._now()))

    def expect(self, effect: str, outcome: str, **facts: Json) -> "Talk":
        """The next time that effect is wanted, it answers this."""
        self.town.answers.setdefault(effect, []).append((outcome, facts))
        return self

    def __repr__(self) -> str:
        """What a failure needs: the whole catalogue would hide it."""
        return f"Talk({self.here}, {self.session}, {[str(note) for note in self.journal[-12:]]})"

    def place(self, **known: object) -> "Talk":
        """The citizen is elsewhere now, or the account has come further."""
        self.town.here = replace(self.town.here, **known)  # type: ignore[arg-type]  # named by stories
        return self

    def _now(self) -> dict[str, Any]:
        self.at += timedelta(minutes=1)
        return {"at": self.at, "here": self.here}

    def _play(self, event: Inbound) -> "Talk":
        self.heard, self.effects = [], []
        self._round(event)
        if self.bound:
            self._join()
        return self

    def _join(self) -> None:
        """The desk goes on in the citizen's own conversation, where the invitation waits."""
        self.bound = False
        self.place(stage=self.town.opens, level=Level.CHANGE)
        heard, effects, here = list(self.heard), list(self.effects), self.here
        self.session = Session()
        self.place(channel=Channel.MAIL, secrets=SecretWay.PAGE)
        self._round(Began(at=self.at, here=self.here, flow="journey"))
        self.town.here, self.heard, self.effects = here, heard, effects
        self._round(Happened(at=self.at, here=here, what="joined"))

    def _round(self, event: Inbound) -> None:
        for _ in range(MOST_ROUNDS):
            sprint = step(self.catalogue, self.session, event)
            self.session = through_json(sprint.session)
            self.heard += sprint.messages
            self.said += [(message, self.here) for message in sprint.messages]
            self.journal += sprint.journal
            self._remember(sprint.walked)
            if sprint.effect is None:
                self.stood.append((self.session, self.here))
                return
            outcome, facts = self.town.perform(sprint.effect)
            self.effects.append(f"{sprint.effect.effect.value}:{outcome}")
            event = Done(at=self.at, here=self.here, outcome=outcome, facts=facts)
            self.bound = self.bound or outcome == "bound"
        raise AssertionError("one event led to more effects than any conversation needs")

    def _remember(self, walked: tuple[tuple[str, str, str], ...]) -> None:
        self.walked |= set(walked)
        self.visited |= {(frame.flow, frame.step) for frame in self.session.frames}
        for flow, at, way in walked:
            self.visited |= {(flow, at), (flow, ways_of(self.catalogue[flow].by_id[at])[way])}


def through_json(session: Session) -> Session:
    """What the database keeps, read again."""
    return Session.open(json.loads(json.dumps(session.close())))


def spoken(message: Message, here: Here) -> str:
    """The words of a message, rendered as the desk does, with links and secrets made up."""
    params = dict(message.params)
    if message.kind is Kind.DOCUMENT:
        params["content"] = "Le texte des conditions."
    return texts().say(message.text, params, **around(message, here.channel))


def around(message: Message, channel: Channel) -> dict[str, object]:
    """What the desk puts around the parameters when a message leaves."""
    links = {
        link.value: f"https://guichet.exemple.fr/mesanger/lien/{link.value}"
        for link in message.links
    }
    secrets = {}
    if "activation" in links:
        secrets = {"temporary": "kofi-2bap-mulo", "code": "KX7P-4MND"}
    if "ready" in message.params:
        secrets["ready"] = "tilleul-7-canot-brique"
    return {"channel": channel.value, "town": TOWN, "link": links, "secret": secrets}


TOWN = {
    "name": "Mésanger",
    "phone": "02 40 00 00 00",
    "hours": "du lundi au vendredi, de 9 h à 12 h 30",
    "site": "www.mesanger.exemple.fr",
    "contact": "accueil@mesanger.exemple.fr",
    "address": "2 place de la Fontaine, 44522 Mésanger",
    "privacy_contact": "donnees@mesanger.exemple.fr",
    "mail_address": "guichet@mesanger.exemple.fr",
    "bot": "mesanger_bot",
}

#: How far what happens elsewhere brings the account.
STAGES = {
    "activated": Stage.ACTIVE,
    "identifiers_set": Stage.SECURED,
    "terms_accepted": Stage.READY,
    "frozen": Stage.FROZEN,
    "unfrozen": Stage.INVITED,
}

__all__ = ["START", "TOWN", "Talk", "around", "everything", "spoken", "texts", "through_json"]
