"""Whatever happens, in whatever order: nothing raises, one question waits, and the menu answers."""

from collections.abc import Mapping

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.all_flows import FLOWS
from flows.catalogue import MOST_FRAMES
from flows.effects import OUTCOMES, Effect
from flows.engine import HAPPENINGS
from flows.events import Carries, Verdict
from flows.here import Channel, Level, SecretWay, Stage
from flows.sprint import Wanted
from flows.steps import Wait, keys_of
from tests.flows.talk import Talk, spoken
from tests.flows.town import Outcome, Town

CALM = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
SAYABLE = [
    *(
        "bonjour",
        "merci",
        "oui",
        "non",
        "1",
        "2",
        "9",
        "99",
        "menu",
        "retour",
        "annuler",
        "répéter",
    ),
    *(
        "corriger",
        "stop",
        "123456",
        "KX7P-4MND",
        "testa65",
        "testa@exemple.fr",
        "j'accepte",
        "/start",
    ),
    *(
        "mes factures",
        "une personne",
        "mot de passe oublié",
        "identifiant oublié",
        "continuer",
        "?",
    ),
    *(
        "changer mon mot de passe",
        "ce n'est pas moi",
        "délier",
        "déconnexion",
        "réglages",
        "oui mais",
    ),
    *("c'est une arnaque ?", "J'accepte 4821", "/start abcdefghij-0123456789", "", "mot " * 1200),
]


class Fate(Town):
    """A town whose every effect ends as the dice fall."""

    def __init__(self, town: Town, draw: st.DrawFn) -> None:
        super().__init__(town.here)
        self._draw = draw

    def perform(self, wanted: Wanted) -> Outcome:
        known = wanted.effect in {Effect.WHERE, Effect.SEND_PROOF, Effect.FIRST_SIGN_IN}
        if known and not self._draw(st.booleans()):
            return super().perform(wanted)
        outcome = self._draw(st.sampled_from(sorted(OUTCOMES[wanted.effect])))
        self.answers = {wanted.effect.value: [(outcome, {})]}
        return super().perform(wanted)


@st.composite
def lives(draw: st.DrawFn) -> Talk:
    """A conversation after up to twenty events of any kind."""
    talk = Talk.on(Channel.MAIL).place(**draw(places()))
    talk.town = Fate(talk.town, draw)
    for _ in range(draw(st.integers(0, 20))):
        _one_event(talk, draw)
    return talk


def places() -> st.SearchStrategy[Mapping[str, object]]:
    """Somewhere else: another channel, another proof, another stage."""
    return st.fixed_dictionaries(
        {
            "channel": st.sampled_from(Channel),
            "level": st.sampled_from(Level),
            "stage": st.sampled_from(Stage),
            "secrets": st.sampled_from(SecretWay),
        }
    )


def _one_event(talk: Talk, draw: st.DrawFn) -> None:
    turn = draw(st.sampled_from([None, None, None, 1, talk.turn]))
    match draw(st.integers(0, 12)):
        case 0 | 1 | 2:
            talk.say(draw(st.sampled_from(SAYABLE)), turn)
        case 3:
            talk.say(draw(st.text(max_size=30)), turn)
        case 4 | 5 | 6:
            talk.press(draw(st.sampled_from(_offered(talk) or ["menu", "suite"])), turn)
        case 7:
            verdict = draw(st.sampled_from(Verdict))
            talk.judged(verdict.value, "too_short", turn=turn)
        case 8:
            talk.happen(draw(st.sampled_from([*sorted(HAPPENINGS), "whatever"])))
        case 9:
            flow = draw(st.sampled_from([*FLOWS, "removed"]))
            talk.begin(flow, login="testa65", name="Mme Testa", until="2026-09-07")
        case 10:
            talk.silent(draw(st.integers(1, 3)), turn)
        case 11:
            talk.place(**draw(places()))
        case _:
            talk.say("", carries=draw(st.sampled_from(Carries)))
            talk.misplace().trouble()


def _offered(talk: Talk) -> list[str]:
    if not talk.session.frames:
        return []
    step = talk.catalogue[talk.session.top.flow].by_id[talk.session.top.step]
    return list(keys_of(step)) if isinstance(step, Wait) else []


def _at_rest(talk: Talk) -> bool:
    """One question waits, or whoever left has not come back."""
    frames = talk.session.frames
    if not frames:
        return talk.session.question is None
    top = frames[-1]
    asked = talk.session.question
    stands = talk.catalogue[top.flow].waits(top.step)
    return stands and asked is not None and asked.turn == top.asked == talk.session.turn


@CALM
@given(lives())
def test_nothing_raises_and_one_question_waits(talk: Talk) -> None:
    assert _at_rest(talk)
    assert len(talk.session.frames) <= MOST_FRAMES


@CALM
@given(lives())
def test_the_menu_always_answers(talk: Talk) -> None:
    talk.town = Town(talk.here)
    talk.say("menu")
    assert _at_rest(talk)
    assert talk.session.frames
    assert sum(1 for message in talk.heard if message.turn) == 1


@CALM
@given(lives())
def test_whatever_is_said_can_be_put_into_words(talk: Talk) -> None:
    for message, here in talk.said:
        written = spoken(message, here)
        assert written
        assert "{" not in written


@CALM
@given(lives(), st.data())
def test_the_same_event_gives_the_same_answer_twice(talk: Talk, data: st.DataObject) -> None:
    said = data.draw(st.sampled_from(SAYABLE))
    twin = Talk.on(Channel.MAIL)
    twin.session, twin.at = talk.session, talk.at
    twin.town, talk.town = Town(talk.here), Town(talk.here)
    talk.say(said)
    twin.say(said)
    assert (twin.session, twin.heard, twin.effects) == (talk.session, talk.heard, talk.effects)
