"""Many mails, a JSON object on each line, and what is understood of each, in the same order."""

import json
from collections.abc import Iterable, Iterator, Mapping
from math import inf
from typing import Any

from mail_ingest.authenticity import Trust
from mail_ingest.explain import Explained, explain_body, explain_mail, refusal
from mail_ingest.header import base64_bytes


def answers(lines: Iterable[bytes], trust: Trust) -> Iterator[dict[str, Any]]:
    """One answer a line; whatever a line holds, it has one. Blank lines are passed over."""
    for line in lines:
        if line.strip():
            asked = _asked(line)
            yield {"id": _safe(asked.get("id")), **_explained(asked, trust).as_json()}


def _asked(line: bytes) -> Mapping[str, Any]:
    """The object of a line; an empty one where it holds none."""
    try:
        told = json.loads(line.decode("utf-8-sig", "replace"), parse_constant=_no_number)
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def _no_number(name: str) -> None:
    raise ValueError(name)


def _safe(given: object) -> str | int | float | None:
    """An id that can be written again: JSON allows lone surrogates and 1e999, other readers do not."""
    if isinstance(given, str):
        return given.encode("utf-8", "replace").decode()
    return given if isinstance(given, int | float) and abs(given) != inf else None


def _explained(asked: Mapping[str, Any], trust: Trust) -> Explained:
    if isinstance(mail := asked.get("eml"), str):
        return explain_mail(base64_bytes(mail.encode("ascii", "replace")), trust=trust)
    text, html = asked.get("text"), asked.get("html")
    if isinstance(text, str) or isinstance(html, str):
        return explain_body(
            text=text if isinstance(text, str) else None,
            html=html if isinstance(html, str) else None,
        )
    return refusal("a line needs eml, text or html" if asked else "not a JSON object")
