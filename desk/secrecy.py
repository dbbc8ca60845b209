"""A secret typed in a conversation: recognised before anything is stored, judged, and forgotten."""

import re
from dataclasses import dataclass
from datetime import datetime

from desk.counter import Counter
from desk.received import Heard
from flows.events import Carries, SecretJudged, Verdict
from flows.message import Choice, Facts, Link
from flows.session import Frame, Session
from flows.spelling import plain
from flows.steps import Secret, keys_of
from flows.understanding import understand_alone
from models.conversation import Conversation
from models.family import Child, Citizen
from portal import citizens, credentials
from portal.invitation import good_invitations
from portal.password import Judged, Known, Outcome, Reason, hash_password, verify
from portal.password.temporary import same_temporary, temporary_password

#: Signs of an answer by mail under which nobody has typed a secret.
SHORTEST_SECRET = 4
#: « Mon mot de passe est … »: whatever the step, what follows is a secret.
_TOLD = re.compile(
    r"\b(?:mot\s+de\s+passe|mdp|password)\b\s*(?::|=|est\b|c'?est\b)\s*\S+", re.IGNORECASE
)
#: Refusals that a ready password would spare. The others say exactly which rule failed.
_RULES = frozenset(
    {
        Reason.TOO_SHORT,
        Reason.TOO_LONG,
        Reason.NO_LOWERCASE,
        Reason.NO_DIGIT,
        Reason.HAS_CONTROL,
        Reason.NOT_ALONE,
        Reason.A_QUESTION,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretWait:
    """A conversation that waits for a secret: at which question, and of which kind."""

    session: Session
    frame: Frame
    step: Secret
    citizen: Citizen | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """The verdict, and what the transaction will write. Never the secret itself."""

    verdict: Verdict
    turn: int
    reasons: tuple[str, ...] = ()
    facts: Facts
    secret_hash: str = ""
    #: Whose failures go up by one, or are forgotten.
    about: Citizen | None = None

    def event(self, at: datetime, here: object) -> SecretJudged:
        """The flows' word for it."""
        return SecretJudged(
            at=at,
            here=here,  # type: ignore[arg-type]  # a Here, named by the caller
            verdict=self.verdict,
            turn=self.turn,
            reasons=self.reasons,
            facts=self.facts,
        )


async def secret_wait(counter: Counter, conversation: Conversation) -> SecretWait | None:
    """What that conversation waits for, if it is a secret."""
    session = Session.open(conversation.session)
    if not session.frames:
        return None
    catalogue = counter.catalogues[conversation.town]
    flow = catalogue.flows.get(session.top.flow)
    step = flow.by_id.get(session.top.step) if flow else None
    if not isinstance(step, Secret):
        return None
    owner = conversation.citizen_id
    citizen = await Citizen.get_or_none(town=conversation.town, id=owner) if owner else None
    return SecretWait(session=session, frame=session.top, step=step, citizen=citizen)


def passes(counter: Counter, town: str, wait: SecretWait, heard: Heard) -> bool:
    """A repair, a request, a choice or a politeness is not a secret, even where one is waited for."""
    if heard.carries is not Carries.WORDS:
        return False
    if heard.tokens and len(plain(heard.text)) < SHORTEST_SECRET:
        return True  # « 1 », answered to a mail whose only way on is a page
    offered = [Choice(key) for key in keys_of(wait.step)]
    vocabulary = counter.catalogues[town].vocabulary
    return understand_alone(heard.text, offered, vocabulary) is not None


async def betrays(counter: Counter, conversation: Conversation, heard: Heard) -> bool:
    """Whether a message outside any secret step holds one all the same."""
    if _TOLD.search(heard.text) or _TOLD.search(heard.subject):
        return True
    owner = conversation.citizen_id
    if owner is None or not 16 <= len(heard.text) <= 200:
        return False
    citizen = await Citizen.get_or_none(town=conversation.town, id=owner)
    return citizen is not None and await _is_temporary(counter, citizen, heard.text)


async def _is_temporary(counter: Counter, citizen: Citizen, typed: str) -> bool:
    """Any invitation still good: a newer one leaves an older one good until one is used."""
    good = await good_invitations(citizen, counter.clock())
    seeds = [counter.keys.seed("temporary", citizen.id, link.issue) for link in good]
    same = [same_temporary(typed, temporary_password(seed)) for seed in seeds]
    return any(same)


async def judge(counter: Counter, town: str, wait: SecretWait, typed: str) -> Judgement:
    """Judge and hash, before any transaction. `typed` goes no further than this."""
    if wait.step.link in {Link.IDENTIFIERS, Link.RESET}:
        assert wait.citizen is not None, "a new password belongs to somebody"
        return await _judge_new(counter, wait, wait.citizen, typed)
    citizen = wait.citizen or await _by_login(town, wait)
    return await _judge_known(counter, wait, citizen, typed)


async def _judge_new(counter: Counter, wait: SecretWait, citizen: Citizen, typed: str) -> Judgement:
    known = await known_of(counter.towns[citizen.town].name, citizen, wait.frame)
    judged = await counter.judge.judge(typed, known, counter.rules)
    if judged.outcome is Outcome.ACCEPTED:
        hashed = await hash_password(typed)
        return Judgement(
            verdict=Verdict.ACCEPTED,
            turn=wait.frame.asked,
            facts={"strength": judged.strength},
            secret_hash=hashed,
        )
    return Judgement(
        verdict=_refusal(judged),
        turn=wait.frame.asked,
        reasons=tuple(reason.value for reason in judged.reasons),
        facts={"strength": judged.strength},
    )


def _refusal(judged: Judged) -> Verdict:
    rules = any(reason in _RULES for reason in judged.reasons)
    return Verdict.REFUSED if rules else Verdict.GUESSABLE


async def known_of(town: str, citizen: Citizen, frame: Frame | None = None) -> Known:
    """What others may know of that household: names, years, the login kept or wished."""
    adults = await Citizen.filter(town=citizen.town, household_id=citizen.household_id).limit(20)
    children = await Child.filter(town=citizen.town, guardians__citizen_id=citizen.id).limit(20)
    people: list[Citizen | Child] = [*adults, *children]
    wished = frame.data.get("login_wanted") if frame else None
    return Known(
        names=tuple(name for one in people for name in (one.given_name, one.family_name)),
        town=town,
        login=str(wished or citizen.login),
        birth_years=tuple(one.birth_date.year for one in people if one.birth_date),
    )


async def _by_login(town: str, wait: SecretWait) -> Citizen | None:
    return await citizens.by_login(town, str(wait.frame.data.get("typed_login", "")))


async def _judge_known(
    counter: Counter, wait: SecretWait, citizen: Citizen | None, typed: str
) -> Judgement:
    """The temporary password or the present one. As long and as silent for a login that does not exist."""
    turn = wait.frame.asked
    until = credentials.blocked_until(citizen, counter.clock()) if citizen else None
    matches = await verify(typed, citizen.password_hash or None if citizen else None)
    if citizen and citizen.identifiers_set_at is None:
        matches = await _is_temporary(counter, citizen, typed)
    if citizen and credentials.locked(citizen):
        return Judgement(verdict=Verdict.LOCKED, turn=turn, facts={}, about=citizen)
    if until:
        return Judgement(
            verdict=Verdict.BLOCKED, turn=turn, facts={"until": until.isoformat()}, about=citizen
        )
    if not matches or citizen is None:
        return Judgement(verdict=Verdict.WRONG, turn=turn, facts={}, about=citizen)
    return Judgement(
        verdict=Verdict.ACCEPTED,
        turn=turn,
        facts={"bind": f"citizen:{citizen.id}"} if wait.citizen is None else {},
        about=citizen,
    )
