"""From a key and its parameters to the sentence a citizen reads, in the form of a channel."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Self

from jinja2 import (
    BaseLoader,
    Environment,
    FunctionLoader,
    StrictUndefined,
    TemplateSyntaxError,
    pass_context,
)
from jinja2.runtime import Context

from words.filters import FILTERS
from words.reading import Entry, Said, WordingError, read
from words.typography import typeset

FRENCH = Path(__file__).parent / "fr"
#: The floor of the seed. [DOMAIN.md 1]
RULES = {"min_length": 8, "min_lowercase": 1, "min_digits": 1}
#: The subject of a mail whose key has none of its own.
SUBJECT = "mail.subject"


class Texts:
    """The wording of one town. `rules` are the figures of its password rule, told in several sentences."""

    def __init__(
        self, entries: Mapping[str, Entry], said: Said, rules: Mapping[str, int] | None = None
    ) -> None:
        self._entries = entries
        self.said = said
        self._rules = {**RULES, **(rules or {})}
        self._jinja = _environment(_sources(entries), self._rules)

    @classmethod
    def load(cls, *folders: Path, rules: Mapping[str, int] | None = None) -> Self:
        """French, then the town's own folders over it. Raises `WordingError`, before anything is said."""
        texts = cls(*read((FRENCH, *folders)), rules=rules)
        texts._compile()
        return texts

    @property
    def keys(self) -> frozenset[str]:
        """Every key that is written."""
        return frozenset(self._entries)

    @property
    def choices(self) -> Mapping[str, tuple[str, ...]]:
        """For each choice, its label and the other ways in which citizens say it."""
        return {
            key.removeprefix("choice."): (entry.label or "", *entry.said)
            for key, entry in self._entries.items()
            if key.startswith("choice.")
        }

    def say(self, key: str, params: Mapping[str, Any], **around: Any) -> str:
        """The words of `key`. `around`: channel, town, link, secret."""
        name = f"{around.get('channel', 'text')}:{key}"
        return self._jinja.get_template(name).render(_context(params, around)).strip()

    def subject(self, key: str, params: Mapping[str, Any], **around: Any) -> str:
        """The subject of a mail that says `key`, on one line."""
        entry = self._entries[key]
        name = f"subject:{key if entry.subject else SUBJECT}"
        said = self._jinja.get_template(name).render(_context(params, around))
        return " ".join(said.split())

    def label(self, key: str) -> str:
        """What a button says: of a choice by its key, of a link as `link.<name>`."""
        name = key if key.startswith("link.") else f"choice.{key}"
        return typeset(self._entries[name].label or "")

    def _compile(self) -> None:
        for key, entry in self._entries.items():
            for form in ("text", "mail", "telegram", "subject"):
                if getattr(entry, form) is not None:
                    self._parse(f"{form}:{key}")

    def _parse(self, name: str) -> None:
        try:
            self._jinja.get_template(name)
        except TemplateSyntaxError as fault:
            raise WordingError(f"« {name.partition(':')[2]} »: {fault.message}") from fault


def _sources(entries: Mapping[str, Entry]) -> FunctionLoader:
    """`mail:invitation` is the mail form of that key, else its common text."""

    def source(name: str) -> tuple[str, str | None, Callable[[], bool]] | None:
        form, _, key = name.partition(":")
        entry = entries.get(key)
        found = (getattr(entry, form, None) or entry.text) if entry else None
        return None if found is None else (typeset(found), None, lambda: True)

    return FunctionLoader(source)


def _environment(loader: BaseLoader, rules: Mapping[str, int]) -> Environment:
    # Words are sent as plain text: each door escapes them for its own form.
    jinja = Environment(  # noqa: S701 - no HTML is made here
        loader=loader,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        cache_size=-1,
    )
    jinja.filters |= FILTERS
    jinja.globals |= {"shared": _shared, "reason": _reason, "rules": dict(rules)}
    return jinja


def _context(params: Mapping[str, Any], around: Mapping[str, Any]) -> dict[str, Any]:
    """`facts` are the parameters once more, for one that bears the name of what stands around."""
    here = {"channel": around.get("channel", "")}
    return {**params, **around, "here": here, "facts": dict(params)}


@pass_context
def _shared(context: Context, key: str, **more: object) -> str:
    """A sentence that several keys share, with the same parameters and `more`."""
    template = context.environment.get_template(f"{context['here']['channel'] or 'text'}:{key}")
    return template.render({**context.get_all(), **more}).strip()


@pass_context
def _reason(context: Context, reason: str) -> str:
    """Why a password is refused: `{min_length}` and its kin are the town's figures."""
    said = _shared(context, f"password.reason.{reason}")
    return said.format(**context["rules"])


__all__ = ["FRENCH", "Texts", "WordingError"]
