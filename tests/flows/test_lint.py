"""The flows can be trusted before anyone talks, every sentence exists, and nobody is left without a way out."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from flows.all_flows import FLOWS
from flows.catalogue import Catalogue
from flows.effects import Effect
from flows.engine import HAPPENINGS, VERDICTS_SAID
from flows.events import Carries, Unkept
from flows.flow import Flow
from flows.here import Channel, Here
from flows.lint import faults
from flows.message import Link, Message
from flows.session import Session
from flows.steps import (
    Ask,
    Call,
    Choose,
    Do,
    End,
    Go,
    Leave,
    Read,
    Say,
    Secret,
    Step,
    Wait,
    keys_of,
)
from tests.flows.talk import Talk, everything, spoken, texts
from tests.flows.told import messages, rests
from words.desk_keys import DESK_KEYS
from words.reading import Entry

PHONE, HOURS = "02\u00a040\u00a000\u00a000\u00a000", "du lundi au vendredi, de 9 h à 12 h 30"
#: Outcomes that refuse: a `Say` that tells one and ends must say whom to call.
#: Whatever freezes is followed by « journey.frozen », which says whom to call.
REFUSING = {"unknown", "expired", "used", "blocked", "elsewhere", "nowhere", "asked"}


def test_the_flows_have_no_fault() -> None:
    assert faults(FLOWS) == []


def test_the_catalogue_names_flows_that_exist() -> None:
    known: Catalogue = everything()
    assert {known.base, known.prove, known.person, known.recognised_by} <= set(FLOWS)
    assert set(known.vocabulary.requests) <= set(FLOWS)


FAULTY: dict[str, tuple[Step, ...]] = {
    "which is no step": (Say("a", "x", "nowhere"),),
    "nothing leads here": (End("a"), End("b")),
    "bear the same id": (Say("a", "x", "a"), End("a")),
    "its effect ends": (Do("a", Effect.ACTIVATE, {"activated": "b"}), End("b")),
    "there is no flow": (Go("a", "elsewhere"),),
    "it begins itself": (Go("a", "broken"),),
    "has no step": (Call("a", "ends", {"done": "b"}, at="nowhere"), End("b")),
    "« ends » ends": (Call("a", "ends", {"well": "b"}), End("b")),
    "it proposes nothing": (Choose(id="a", text="x", to={}),),
    "understood, not shown": (Choose(id="a", text="x", to={"b": "b"}, also=("c",)), End("b")),
    "accepted or refused": (Read(id="a", text="x", to={"accepter": "b"}), End("b")),
    "neither a verdict": (
        Secret(id="a", text="x", link=Link.RESET, to={"accepted": "b", "nice": "b"}),
        End("b"),
    ),
    "leads nowhere": (Secret(id="a", text="x", link=Link.RESET, to={"wrong": "b"}), End("b")),
    "the key of a choice": (
        Ask(id="a", text="x", check=str, then="b", to={"then": "b"}),
        End("b"),
    ),
}


@pytest.mark.parametrize("fault", FAULTY)
def test_a_faulty_flow_is_told(fault: str) -> None:
    flows = {"broken": Flow("broken", FAULTY[fault]), "ends": Flow("ends", (End("end"),))}
    expected = fault if fault != "understood, not shown" else "understands what leads nowhere"
    assert any(expected in told for told in faults(flows)), faults(flows)


def test_a_proof_may_only_end_well() -> None:
    told = faults({"prove": Flow("prove", (End("a", "gave up"),))})
    assert told == ["prove: it may only end « proved », not ['gave up']"]


def keys_said() -> set[str]:
    """Every key that the engine, the flows, the desk and the words themselves may say."""
    said = {key for flow in FLOWS.values() for step in flow.steps for key in _said_by(step)}
    said |= {f"happened.{what}" for what in (*HAPPENINGS, "other")}
    said |= {f"secret.{verdict}" for verdict in (*VERDICTS_SAID, "misplaced")}
    said |= {f"repair.{kind.value}" for kind in Carries if kind is not Carries.WORDS}
    said |= {f"paper.unkept.{why.value}" for why in Unkept}
    said |= {key for key in texts().keys if key.startswith(("repair.", "password.reason."))}
    return said | DESK_KEYS | {f"link.{link.value}" for link in Link} | _shared()


def _said_by(step: Step) -> Iterator[str]:
    match step:
        case Say(text=text):
            yield text
        case Ask(text=text):
            yield from (text, f"{text}.refused")
        case Choose(text=text, again=again):
            yield from (text, *([again] if again else []))
            yield from [f"{text}.unproved"] if step.answer_needs else []
        case Read(text=text):
            yield from (
                f"{text}.{name}" for name in ("part", "last", "whole", "unread", "code_needed")
            )
        case Secret(text=text):
            yield from (f"{text}.chat", f"{text}.page")
        case _:
            return
    if isinstance(step, Wait):
        yield from (f"choice.{key}" for key in keys_of(step))


def _shared() -> set[str]:
    """What the words include of each other."""
    entries: list[Entry] = list(texts()._entries.values())
    sources = " ".join(
        text for one in entries for text in (one.text, one.mail, one.telegram) if text
    )
    named = set(re.findall(r"""shared\(["']([a-z_.]+)["']""", sources))
    return {key for key in texts().keys if key in named or f"{key.rpartition('.')[0]}." in named}


def test_every_key_is_written_and_every_sentence_is_used() -> None:
    assert keys_said() - texts().keys == set()
    assert texts().keys - keys_said() == set()


def test_every_repair_of_the_words_is_said_in_some_story() -> None:
    told = {message.text for message, _ in messages()}
    written = {key for key in texts().keys if key.startswith(("repair.", "happened.", "secret."))}
    # An edited flow is no story: test_mending tells it.
    assert written - told == {"repair.changed"}


def test_whoever_is_refused_is_told_whom_to_call() -> None:
    refusals = {
        step.text
        for flow in FLOWS.values()
        for step in flow.steps
        if _refused_at(flow, step.id) and isinstance(step, Say) and _is_end(flow.by_id[step.then])
    } | {
        "secret.blocked",
        "secret.locked",
        "repair.trouble",
        "prove.reply.unproved",
        "prove.blocked",
        "journey.frozen",
    }
    said = {(message.text, here.channel): spoken(message, here) for message, here in messages()}
    assert len(refusals) > 12
    assert refusals <= {key for key, _ in said}
    for (key, channel), words in said.items():
        if key in refusals:
            assert PHONE in words, key
            # The hours stand at the foot of every mail.
            assert (HOURS in words) == (channel is Channel.TELEGRAM), key


def _refused_at(flow: Flow, target: str) -> bool:
    return any(
        isinstance(step, Do) and any(step.to.get(way) == target for way in REFUSING)
        for step in flow.steps
    )


def _is_end(step: Step) -> bool:
    return isinstance(step, End | Leave | Go)


@pytest.mark.parametrize(
    "asked", ["une personne", "je voudrais parler à quelqu'un s'il vous plaît"]
)
def test_a_person_can_be_asked_for_wherever_a_conversation_stands(asked: str) -> None:
    for session, here in rests():
        talk = _at(session, here).say(asked)
        told = " ".join(spoken(message, talk.here) for message in talk.heard)
        assert PHONE in told, (session.frames, here)
        assert (HOURS in told) == (here.channel is Channel.TELEGRAM)


def test_menu_leads_to_one_question_wherever_a_conversation_stands() -> None:
    for session, here in rests():
        assert _questions(_at(session, here).say("menu")) == 1, session.frames


def test_the_question_can_be_asked_again_on_either_channel() -> None:
    for session, here in rests():
        for channel in Channel:
            other = Talk.on(channel).here
            moved = replace(other, level=other.level, stage=here.stage)
            talk = _at(session, moved).say("continuer")
            assert _questions(talk) == 1, session.frames
            assert all(spoken(message, talk.here) for message in talk.heard)


def _at(session: Session, here: Here) -> Talk:
    talk = Talk.on(here.channel)
    talk.session, talk.town.here = session, here
    return talk


def _questions(talk: Talk) -> int:
    assert talk.session.frames
    assert talk.catalogue[talk.session.top.flow].waits(talk.session.top.step)
    asking: list[Message] = [message for message in talk.heard if message.turn]
    return len(asking)
