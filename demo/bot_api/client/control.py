"""The control of a running fake: bots, faults, the hour, what was asked of it."""

import ssl
from types import TracebackType
from typing import Any, Self

import httpx

from demo.bot_api.client.citizen import Citizen

#: A little more than the longest wait that the server grants, in seconds.
PATIENCE = 60.0
#: The fake speaks plain HTTP: reading the system's certificates would only cost 50 ms each time.
NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


class ControlError(Exception):
    """The server did not understand: the message says what was wrong."""


class BotApi:
    """A running fake Bot API, seen by whoever pulls its strings."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        self._client = httpx.AsyncClient(
            base_url=self.url, timeout=PATIENCE, trust_env=False, verify=NO_TLS
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Let go of the connections."""
        await self._client.aclose()

    @property
    def base_url(self) -> str:
        """What a bot's client takes as `base_url`."""
        return f"{self.url}/bot"

    async def add_bot(self, token: str, name: str = "Guichet", username: str = "") -> str:
        """Register a bot while the server runs; its token is returned."""
        await self.post("bot", token=token, name=name, username=username)
        return token

    async def new_citizen(self, token: str, first_name: str = "Camille") -> Citizen:
        """Someone who never wrote to anyone, with an account of his own."""
        person = await self.post("person")
        return self.citizen(token, person["chat"], first_name)

    def citizen(self, token: str, chat_id: int, first_name: str = "") -> Citizen:
        """The owner of an account, new or not."""
        return Citizen(self, token, chat_id, first_name)

    async def fault(self, token: str, method: str, kind: str, **details: Any) -> None:
        """Let calls go wrong: kind 400 to 504, 429 (`retry_after`), slow (`seconds`), lost, cut,
        duplicate; `times` calls, of one `chat` or of all."""
        await self.post("fault", token=token, method=method, kind=kind, **details)

    async def duplicate(self, token: str, times: int = 1) -> None:
        """Deliver each of the next `times` updates twice."""
        await self.post("fault", token=token, kind="duplicate", times=times)

    async def clear_faults(self, token: str) -> None:
        """Nothing goes wrong any more."""
        await self.post("faults/clear", token=token)

    async def advance(self, seconds: float) -> None:
        """Let time pass on the server, for all bots."""
        await self.post("advance", seconds=seconds)

    async def renumber(self, token: str, next_id: int) -> None:
        """Begin the update_ids again elsewhere."""
        await self.post("renumber", token=token, next=next_id)

    async def calls(
        self, token: str, method: str = "", *, count: int = 0, answered: bool = False
    ) -> list[dict[str, Any]]:
        """What a bot asked; waits until there are `count` calls (of `method`, answered)."""
        query = {"token": token, "method": method, "count": count, "answered": answered, "wait": 10}
        told = await self.get("calls", **query)
        calls: list[dict[str, Any]] = told["calls"]
        if len(calls) < count:
            raise AssertionError(f"{count} calls of {method or 'any method'} awaited: {calls}")
        return calls

    async def post(self, path: str, **body: Any) -> dict[str, Any]:
        """One request that changes something."""
        return _read(await self._client.post(f"/control/{path}", json=body))

    async def get(self, path: str, **query: Any) -> dict[str, Any]:
        """One request that changes nothing."""
        return _read(await self._client.get(f"/control/{path}", params=query))


def _read(answer: httpx.Response) -> dict[str, Any]:
    told: dict[str, Any] = answer.json()
    if answer.is_error:
        raise ControlError(told.get("error") or str(told))
    return told
