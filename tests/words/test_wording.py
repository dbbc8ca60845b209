"""Every sentence, on both channels, with what its step really knows: readable, complete, well printed."""

import re
from collections.abc import Iterator

import pytest

from flows.here import Channel
from flows.message import Message
from flows.steps import Choose, Wait, keys_of
from tests.flows.talk import TOWN, around, everything, texts
from tests.flows.told import messages
from words.desk_keys import DESK_KEYS, MAIL_HINT, MAIL_SUBJECT

#: Characters of a message on Telegram, of a button there, of a subject.
LONGEST, LONGEST_LABEL, LONGEST_SUBJECT = 4096, 40, 90
#: Forms that exist for one channel alone.
ONLY = {
    ".chat": Channel.TELEGRAM,
    ".part": Channel.TELEGRAM,
    ".last": Channel.TELEGRAM,
    ".whole": Channel.MAIL,
}
DESK_PARAMS = {
    "reference": "2026-48291",
    "asked_at": "2026-06-09T06:40:00+00:00",
    "again": False,
    "count": 2,
    "name": "Mme Testa",
    "login": "testa65",
    "on": "2026-06-09T06:29:00+00:00",
    "channel": "telegram",
    "stands": "conditions d’utilisation",
    "said": "je ne comprends pas",
    "words": "Bonjour, venez lundi.",
    "mail": "c…a@exemple.example",
    "state": "absent",
    "known": True,
    "born": "14/05/1992",
    "several": False,
    "page": "https://filtre.example/attente",
}
PLAIN_SPACE = re.compile(r" [:;!?»€%]|« |\w'\w")
FORBIDDEN = re.compile(
    r"\b(?:token|session|bot|timeout|erreur \d|null|none|undefined|url|login|e-?mail|cliquez)\b",
    re.IGNORECASE,
)


def _samples() -> dict[str, Message]:
    return {message.text: message for message, _ in messages()}


def _rendered() -> Iterator[tuple[str, Channel, str]]:
    for key, message in sorted(_samples().items()):
        for channel in _channels(key):
            params = {**message.params, "content": "Article 1. Le texte."}
            yield key, channel, texts().say(key, params, **around(message, channel))
    for key in sorted(DESK_KEYS - {MAIL_SUBJECT}):
        for channel in Channel:
            said = {
                "channel": channel.value,
                "town": TOWN,
                "link": {},
                "secret": {"proof": "123456"},
            }
            yield key, channel, texts().say(key, DESK_PARAMS, **said)


def _channels(key: str) -> tuple[Channel, ...]:
    return next(((only,) for end, only in ONLY.items() if key.endswith(end)), tuple(Channel))


RENDERED = list(_rendered())
CASES = pytest.mark.parametrize(
    ("key", "channel", "said"), RENDERED, ids=[f"{key}-{channel}" for key, channel, _ in RENDERED]
)


@CASES
def test_a_sentence_is_complete_and_well_printed(key: str, channel: Channel, said: str) -> None:
    assert said
    assert "{" not in said
    assert "}" not in said
    assert "None" not in said
    assert not PLAIN_SPACE.search(said), PLAIN_SPACE.search(said)
    assert "  " not in said
    assert "\n\n\n" not in said
    assert len(said) < LONGEST


@CASES
def test_a_sentence_uses_no_word_of_ours(key: str, channel: Channel, said: str) -> None:
    ours = said.replace("guichet@mesanger.exemple.fr", "")
    assert not FORBIDDEN.search(ours), FORBIDDEN.search(ours)


@CASES
def test_a_mail_has_a_short_subject(key: str, channel: Channel, said: str) -> None:
    message = _samples().get(key, Message(text=key, params=DESK_PARAMS))
    params = {**message.params, "content": ""}
    subject = texts().subject(key, params, **around(message, Channel.MAIL))
    assert subject
    assert len(subject) <= LONGEST_SUBJECT
    assert "{" not in subject


def test_every_choice_has_a_short_label_and_several_ways_to_be_said() -> None:
    for flow in everything().flows.values():
        for step in flow.steps:
            for key in keys_of(step) if isinstance(step, Wait) else ():
                assert 0 < len(texts().label(key)) <= LONGEST_LABEL, key
                assert len(texts().choices[key]) > 3, key


def test_no_two_choices_shown_together_are_said_alike() -> None:
    known = everything().vocabulary.choices
    for flow in everything().flows.values():
        for step in flow.steps:
            if isinstance(step, Choose):
                shown = [key for key in keys_of(step) if key not in step.also]
                said = [phrase for key in shown for phrase in known[key]]
                assert len(set(said)) == len(said), (flow.name, step.id)


def test_every_button_of_a_page_has_a_label() -> None:
    for link in ("activation", "telegram", "identifiers", "reset", "temporary", "terms"):
        assert texts().label(f"link.{link}")


def test_a_mail_says_how_to_answer() -> None:
    assert "numéro" in texts().say(MAIL_HINT, {}, channel="mail")
