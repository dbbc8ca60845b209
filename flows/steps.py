"""The kinds of step a flow is made of. Data only: `engine` gives them life, `lint` checks them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from flows.effects import Effect
from flows.here import Level
from flows.message import Facts, Link

#: Reads a free answer: the value to keep, or None when the words are not one.
Check = Callable[[str], str | None]
Ways = Mapping[str, str]
#: The way of a step that files answer.
PAPERS = "@papers"


@dataclass(frozen=True, slots=True)
class Say:
    """Tell something and go on. `text` is a key of the catalogue of words."""

    id: str
    text: str
    then: str
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Let:
    """Keep these facts and go on."""

    id: str
    facts: Facts
    then: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """Ask for a free answer. `save` keeps the value under that name; None hands it to the next effect only.

    `to` is choice key -> step, for whoever has no such answer to give.
    """

    id: str
    text: str
    check: Check
    then: str
    save: str | None = None
    to: Ways = field(default_factory=dict)
    on: Ways = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choose:
    """Ask to choose. `to` is choice key -> step, in the order shown; `on` is a happening -> step."""

    id: str
    text: str
    to: Ways
    on: Ways = field(default_factory=dict)
    links: tuple[Link, ...] = ()
    remind: tuple[timedelta, ...] = ()
    answer_needs: Level = Level.PUBLIC
    again: str = ""  # a shorter text for when the same question is asked again
    papers: str | None = None  # the step that files lead to, where files are an answer
    also: tuple[str, ...] = ()  # understood, not shown: « arnaque ? » under an invitation


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """Show a document to its end before it can be accepted. Facts: `document`, `version`, `parts`, `code`."""

    id: str
    text: str
    to: Ways  # `accepter` and `refuser`
    on: Ways = field(default_factory=dict)
    links: tuple[Link, ...] = ()
    remind: tuple[timedelta, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Secret:
    """Wait for a secret, which never comes here: `to` is verdict or choice key -> step."""

    id: str
    text: str
    link: Link
    to: Ways
    choices: tuple[str, ...] = ()
    on: Ways = field(default_factory=dict)
    remind: tuple[timedelta, ...] = ()


@dataclass(frozen=True, slots=True)
class Do:
    """Have the town do or look up something: `to` is outcome -> step, one for each outcome."""

    id: str
    effect: Effect
    to: Ways
    given: Facts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Call:
    """Run another flow, then go on by its outcome: `to` is outcome -> step.

    `passing` names what it is told of what was learnt here; `at`, a step to begin at other than its first.
    """

    id: str
    flow: str
    to: Ways
    passing: tuple[str, ...] = ()
    at: str | None = None


@dataclass(frozen=True, slots=True)
class Go:
    """Leave everything and begin another flow."""

    id: str
    flow: str


@dataclass(frozen=True, slots=True)
class End:
    """The flow is over, with this outcome; the flow below asks its question again."""

    id: str
    outcome: str = "done"


@dataclass(frozen=True, slots=True)
class Leave:
    """Nothing more is said here: the citizen left, and the journey begins afresh at the next word."""

    id: str


Wait = Ask | Choose | Read | Secret
Step = Say | Let | Wait | Do | Call | Go | End | Leave


def ways_of(step: Step) -> Ways:
    """Way -> the step of the same flow that it leads to. A happening is written « @what »."""
    match step:
        case Say(then=then) | Let(then=then):
            return {"then": then}
        case Ask(then=then, to=to, on=on):
            return {"then": then, **to, **_happenings(on)}
        case Choose(to=to, on=on, papers=str(papers)):
            return {**to, **_happenings(on), PAPERS: papers}
        case Choose(to=to, on=on) | Read(to=to, on=on) | Secret(to=to, on=on):
            return {**to, **_happenings(on)}
        case Do(to=to) | Call(to=to):
            return to
        case Go() | End() | Leave():
            return {}


def _happenings(on: Ways) -> Ways:
    return {f"@{what}": target for what, target in on.items()}


def keys_of(step: Wait) -> tuple[str, ...]:
    """The choice keys that a waiting step understands, those shown first."""
    match step:
        case Choose(to=to, also=also):
            return (*(key for key in to if key not in also), *also)
        case Read(to=to):
            return ("suite", *to)
        case Secret(choices=choices):
            return choices
        case Ask(to=to):
            return tuple(to)
