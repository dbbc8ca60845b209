"""From a neutral message to the citizen's words, at the moment it leaves."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from desk.counter import Counter
from desk.derived import derived
from desk.door import Button, Option, Spoken
from desk.town import Town
from flows.here import Channel
from flows.message import Kind, Message
from models.post import Outbox
from portal import terms
from words.desk_keys import MAIL_FOR


async def spoken(
    counter: Counter, town: Town, channel: Channel, message: Message, refs: Mapping[str, object]
) -> Spoken:
    """The words of `message` in `channel`, its links and one-time secrets derived."""
    texts = counter.texts[town.slug]
    made = await derived(counter, town, refs)
    params = dict(message.params)
    if message.kind is Kind.DOCUMENT:
        params["content"] = await _content(town, channel, message)
    said = {"channel": channel.value, "town": town, "link": made.link, "secret": made.secret}
    return Spoken(
        text=texts.say(message.text, params, **said),
        subject=texts.subject(message.text, params, **said),
        kind=message.kind,
        options=tuple(
            Option(number=number, key=choice.key, label=choice.label or texts.label(choice.key))
            for number, choice in enumerate(message.choices, start=1)
        ),
        buttons=tuple(
            Button(label=texts.label(f"link.{name}"), url=url)
            for name, url in made.link.items()
            if url
        ),
        turn=message.turn,
    )


async def question_of(counter: Counter, row: Outbox) -> str:
    """The last paragraph of what that mail said: the question itself. Nothing where a secret is asked."""
    message = Message.open(row.message)
    if message.kind is not Kind.QUESTION:
        return ""
    said = await spoken(counter, counter.towns[row.town], Channel.MAIL, message, row.refs)
    return said.text.rpartition("\n\n")[2]


def named(counter: Counter, town: Town, name: str, words: Sequence[Spoken]) -> list[Spoken]:
    """What goes to a mailbox that several people share: whom it is for stands first, and on each button."""
    around = {"channel": Channel.MAIL.value, "town": town, "link": {}, "secret": {}}
    line = counter.texts[town.slug].say(MAIL_FOR, {"name": name}, **around)
    first, *others = words
    told = [replace(first, text=f"{line}\n\n{first.text}"), *others]
    return [
        replace(
            one,
            subject=named_subject(name, one.subject),
            buttons=tuple(replace(each, label=f"{each.label} ({name})") for each in one.buttons),
        )
        for one in told
    ]


def named_subject(name: str, subject: str) -> str:
    """« Votre mot de passe a été changé (Claire Testa) »; nothing stays nothing."""
    return f"{subject} ({name})" if subject else ""


async def _content(town: Town, channel: Channel, message: Message) -> str:
    """The terms as published: a part in a chat, the whole in a mail."""
    shown = await terms.version(town.slug, str(message.params["version"]))
    if channel is Channel.MAIL:
        return shown.text.strip()
    part = message.params["part"]
    assert isinstance(part, int)
    return terms.parts(shown.text)[part - 1].strip()
