"""The present question as a neutral message, in the form its channel can carry."""

from flows.here import Channel, Here, SecretWay
from flows.message import Choice, Json, Kind, Message
from flows.session import Frame
from flows.steps import Ask, Choose, Read, Secret, Wait, keys_of


def question_of(step: Wait, frame: Frame, here: Here, *, shorter: bool = False) -> Message:
    """The question that `step` asks, its turn still to be given. `shorter` when it was asked before."""
    match step:
        case Ask(text=text, to=to):
            shown = tuple(Choice(key) for key in to)
            return Message(text=text, params=frame.data, kind=Kind.QUESTION, choices=shown)
        case Choose(text=text, again=again, also=also, links=links):
            shown = tuple(Choice(key) for key in keys_of(step) if key not in also)
            said = again if shorter and again else text
            return Message(
                text=said, params=frame.data, kind=Kind.QUESTION, choices=shown, links=links
            )
        case Secret(text=text, choices=keys, link=link):
            way = "chat" if here.secrets is SecretWay.CHAT else "page"
            return Message(
                text=f"{text}.{way}",
                params=frame.data,
                kind=Kind.SECRET,
                choices=tuple(Choice(key) for key in keys),
                links=(link,),
            )
        case Read():
            return _page(step, frame, here)


def part_shown(frame: Frame) -> int:
    """Which part of the document the reader is at, from 1."""
    part = frame.data.get("part", 1)
    return part if isinstance(part, int) else 1


def parts_of(frame: Frame) -> int:
    """How many parts the document has."""
    parts = frame.data.get("parts", 1)
    return parts if isinstance(parts, int) else 1


def _page(step: Read, frame: Frame, here: Here) -> Message:
    """A chat turns the parts one by one; a mail carries the whole, and a code after its last word."""
    answers = tuple(Choice(key) for key in step.to)
    others = tuple(choice for choice in answers if choice.key != "accepter")
    part, parts = part_shown(frame), parts_of(frame)
    params: dict[str, Json] = {**frame.data, "part": part, "parts": parts}
    if here.channel is Channel.MAIL:
        return Message(
            text=f"{step.text}.whole",
            params=params,
            kind=Kind.DOCUMENT,
            choices=others,
            links=step.links,
        )
    last = part >= parts
    return Message(
        text=f"{step.text}.{'last' if last else 'part'}",
        params=params,
        kind=Kind.DOCUMENT,
        choices=answers if last else (Choice("suite"),),
        links=step.links,
    )
