"""The parameters of a call, whatever dress they come in: query, form, multipart or JSON."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request

from demo.bot_api.errors import bad_request

TRUE = {"true", "yes", "1"}


@dataclass(frozen=True, slots=True)
class Parameters:
    """What a bot passed along, read as the types that a method wants."""

    values: Mapping[str, Any]

    def has(self, name: str) -> bool:
        """Whether anything was passed under this name."""
        return self.values.get(name) not in {None, ""} if self._plain(name) else True

    def text(self, name: str) -> str:
        """A string; empty without it."""
        value = self.values.get(name)
        return value if isinstance(value, str) else "" if value is None else json.dumps(value)

    def integer(self, name: str, default: int = 0) -> int:
        """A number; `default` without it, or when it is no number, as Telegram does."""
        try:
            return int(self.text(name) or default)
        except ValueError:
            return default

    def between(self, name: str, low: int, high: int, *, default: int) -> int:
        """A number brought back within its limits."""
        return min(max(self.integer(name, default), low), high)

    def flag(self, name: str) -> bool:
        """A boolean; false without it."""
        return self.text(name).lower() in TRUE

    def structure(self, name: str, what: str) -> Any:
        """A JSON value, be it encoded once more as a string or not; None without it."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {what} JSON object") from None

    def _plain(self, name: str) -> bool:
        return not isinstance(self.values.get(name), list | dict)


async def read(request: Request) -> Parameters:
    """Everything that a request passes along; the body wins over the query."""
    values: dict[str, Any] = dict(request.query_params)
    if "application/json" in request.headers.get("content-type", ""):
        values.update(await _from_json(request))
    else:
        async with request.form() as form:
            values.update({name: _plain(value) for name, value in form.items()})
    return Parameters(values)


async def _from_json(request: Request) -> dict[str, Any]:
    body = await request.body()
    try:
        found = json.loads(body or b"{}")
    except ValueError:
        raise bad_request("can't parse JSON object") from None
    if not isinstance(found, dict):
        raise bad_request("can't parse JSON object")
    return found


def _plain(value: str | UploadFile) -> str:
    return value if isinstance(value, str) else f"attach://{value.filename or 'file'}"
