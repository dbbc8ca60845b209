"""One question: what it asks, what it proposes, and what is said of an answer that cannot be."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import SecretStr, TypeAdapter, ValidationError

Answers = Mapping[str, str]


def nothing(_answers: Answers) -> str:
    """No proposal."""
    return ""


def always(_answers: Answers) -> bool:
    """It is asked of everyone."""
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """`name` is its key in a file of answers. An empty answer takes the proposal, or passes where it may."""

    name: str
    asks: str
    kind: Any
    proposes: Callable[[Answers], str] = nothing
    asked: Callable[[Answers], bool] = always
    choices: tuple[str, ...] = ()
    may_pass: bool = False
    secret: bool = False

    def fault(self, answer: str) -> str:
        """Why the answer cannot be, in French, after its name; empty when it can."""
        if not answer:
            return "" if self.may_pass else "une réponse est nécessaire"
        if self.choices and answer not in self.choices:
            return f"répondez par {', '.join(self.choices)}"
        try:
            TypeAdapter(self.kind).validate_python(SecretStr(answer) if self.secret else answer)
        except ValidationError as error:
            told = error.errors(include_input=False, include_url=False)[0]
            return str(told.get("ctx", {}).get("error", "")) or "ne convient pas"
        return ""
