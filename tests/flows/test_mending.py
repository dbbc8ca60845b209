"""Nobody is lost when a flow is edited, and every session ever written can be read."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from flows.all_flows import FLOWS
from flows.catalogue import Catalogue
from flows.here import Channel, Here, Stage
from flows.lint import faults
from flows.session import ENVELOPE, Session
from tests.flows.editing import Flows, quieted, removed, renamed
from tests.flows.talk import Talk, everything, here_on
from tests.flows.told import rests

PARKED = Path(__file__).parent / "parked"
#: Flows without which no conversation is possible, or that others begin.
NEEDED = {"journey", "welcome", "home", "prove", "person", "code", "invitation", "identifiers"}
#: Questions without which a flow would turn in circles.
ASKED = {("home", "menu"), ("journey", "frozen")}


def edits() -> Iterator[tuple[str, Flows]]:
    """Every place where somebody stands, renamed, renamed and declared, or gone."""
    stood = sorted({(frame.flow, frame.step) for session, _ in rests() for frame in session.frames})
    for flow, step in stood:
        yield f"{flow}/{step} renamed", renamed(FLOWS, flow, step, declared=False)
        yield f"{flow}/{step} moved", renamed(FLOWS, flow, step, declared=True)
        if FLOWS[flow].waits(step) and (flow, step) not in ASKED:
            yield f"{flow}/{step} gone", quieted(FLOWS, flow, step)
    for flow in sorted(set(FLOWS) - NEEDED):
        yield f"{flow} gone", removed(FLOWS, flow)


EDITS = dict(edits())


def _edited(flows: Flows) -> Catalogue:
    known = everything()
    requests = {name: said for name, said in known.vocabulary.requests.items() if name in flows}
    return replace(known, flows=flows, vocabulary=replace(known.vocabulary, requests=requests))


def _resumed(catalogue: Catalogue, session: Session, here: Here) -> Talk:
    talk = Talk.on(here.channel)
    talk.catalogue, talk.session, talk.town.here = catalogue, session, here
    return talk


@pytest.mark.parametrize("edit", EDITS)
def test_whoever_was_in_the_middle_goes_on_after(edit: str) -> None:
    catalogue = _edited(EDITS[edit])
    for session, here in rests():
        for said in ("oui", "continuer", "retour"):
            talk = _resumed(catalogue, session, here).say(said)
            left = not talk.session.frames
            assert left or catalogue[talk.session.top.flow].waits(talk.session.top.step)


def test_a_declared_move_keeps_the_place_and_the_answer_counts() -> None:
    talk = Talk.on(Channel.MAIL).begin("journey")
    talk.catalogue = _edited(renamed(FLOWS, "invitation", "question", declared=True))
    talk.say("oui")
    assert talk.effects[0] == "activate:activated"
    assert "repair.changed" not in [message.text for message in talk.heard]


def test_a_step_that_vanished_leads_back_and_says_so() -> None:
    talk = Talk.on(Channel.TELEGRAM, stage=here_on(Channel.TELEGRAM).stage.ACTIVE).say("bonjour")
    talk.press("changer-identifiant")
    talk.catalogue = _edited(renamed(FLOWS, "identifiers", "new_login", declared=False))
    talk.say("marie.dupont")
    assert [message.text for message in talk.heard] == ["repair.changed", "identifiers.login"]


def test_a_flow_that_vanished_leaves_the_one_below() -> None:
    talk = Talk.on(Channel.TELEGRAM, stage=here_on(Channel.TELEGRAM).stage.READY)
    talk.say("bonjour").say("réglages")
    talk.catalogue = _edited(removed(FLOWS, "settings"))
    talk.say("2")
    assert [message.text for message in talk.heard] == ["repair.changed", "home.menu"]


def test_wording_alone_moves_nobody() -> None:
    flow = FLOWS["invitation"]
    question = replace(flow.steps[0], text="another text")
    assert replace(flow, steps=(question, *flow.steps[1:])).fingerprint == flow.fingerprint


@pytest.mark.parametrize("edit", ["welcome/question moved", "sign_in/password moved"])
def test_an_edit_of_these_tests_is_one_that_could_be_committed(edit: str) -> None:
    assert faults(EDITS[edit]) == []


@pytest.mark.parametrize("path", sorted(PARKED.glob("*.json")), ids=lambda path: path.stem)
def test_a_session_parked_long_ago_is_read_and_goes_on(path: Path) -> None:
    session = Session.open(json.loads(path.read_text("utf-8")))
    for here in (here_on(Channel.TELEGRAM), here_on(Channel.MAIL)):
        talk = _resumed(everything(), session, here).say("continuer")
        assert talk.catalogue[talk.session.top.flow].waits(talk.session.top.step)


def test_the_present_version_is_parked() -> None:
    assert sorted(PARKED.glob(f"v{ENVELOPE}*.json"))


def test_a_conversation_that_has_not_begun_is_an_empty_mapping() -> None:
    assert Session.open({}) == Session()


@pytest.mark.parametrize("channel", Channel)
def test_thanks_of_whoever_must_read_new_terms_leave_the_terms_asked(channel: Channel) -> None:
    talk = Talk.on(channel).place(stage=Stage.READY)
    talk.say("bonjour")
    assert talk.session.top.flow == "home"
    talk.place(stage=Stage.SECURED).say("merci")
    assert talk.session.top.flow == "terms"
    assert talk.session.question is not None


def test_a_session_survives_its_stored_form() -> None:
    for session, _ in rests():
        assert Session.open(json.loads(json.dumps(session.close()))) == session
