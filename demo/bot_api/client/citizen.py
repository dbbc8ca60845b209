"""Someone with a phone: writes, presses, reads, and waits for the answer without sleeping."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal

from demo.bot_api.client.screen import Screen, Shown

if TYPE_CHECKING:
    from demo.bot_api.client.control import BotApi

#: How long an answer may take before a test gives up, in seconds.
PATIENCE = 45.0
#: The longest that one request waits, in seconds; the server grants a little more.
LONGEST_LOOK = 50.0

Wanted = str | Callable[[Shown], bool]
Media = Literal["photo", "voice", "sticker", "document", "video", "location", "contact"]


class NeverCameError(AssertionError):
    """What was awaited did not come in time; the message shows what is on the screen."""


class Citizen:
    """One person in one conversation with one bot."""

    def __init__(self, server: BotApi, token: str, chat_id: int, first_name: str = "") -> None:
        self.server = server
        self.token = token
        self.chat_id = chat_id
        self.first_name = first_name
        self._since = -1

    async def say(self, text: str, **saying: Any) -> int:
        """Write; `reply_to`, `quote`, `forwarded_from` say how. The message's id is returned."""
        told = await self._act("say", text=text, **saying)
        return int(told["message_id"])

    async def start(self, payload: str = "") -> int:
        """Press « Démarrer », after a deep link if there is a payload."""
        return await self.say(f"/start {payload}".strip())

    async def press(self, button: str, *, message_id: int | None = None) -> str:
        """Press a button by its label or its data; the newest message that has it, or a given
        one, which may have lost it since. The id of the query is returned."""
        told = await self._act("press", button=button, message_id=message_id)
        return str(told["query_id"])

    async def edit(self, message_id: int, text: str) -> None:
        """Correct what one wrote."""
        await self._act("edit", message_id=message_id, text=text)

    async def show(self, kind: Media, caption: str = "") -> int:
        """Send a picture, a voice message, a sticker..."""
        told = await self._act("show", kind=kind, caption=caption)
        return int(told["message_id"])

    async def block(self) -> None:
        """Block the bot."""
        await self._act("block", blocked=True)

    async def unblock(self) -> None:
        """Let the bot write again."""
        await self._act("block", blocked=False)

    async def say_in_group(self, group: int, text: str) -> int:
        """Write in a group (a negative number), which the bot joins if need be."""
        asked = {"token": self.token, "chat": group, "sender": self.chat_id, "text": text}
        told = await self.server.post("group", **asked, first_name=self.first_name)
        return int(told["message_id"])

    async def screen(self) -> Screen:
        """What is on the screen now."""
        return await self._look(after=-1, wait=0)

    async def messages(self) -> list[Shown]:
        """The messages on the screen now, without those that were deleted."""
        return [message for message in (await self.screen()).messages if not message.deleted]

    async def wait_for(self, wanted: Wanted, *, seconds: float = PATIENCE) -> Shown:
        """The first message of the bot, said or reworded since one's last deed, that has this text
        in it (or satisfies this predicate)."""
        matches = wanted if callable(wanted) else lambda shown: wanted in shown.text

        def found(screen: Screen) -> list[Shown]:
            news = (one for one in screen.messages if one.worded > self._since)
            return [one for one in news if not one.mine and not one.deleted and matches(one)]

        what = "what was awaited" if callable(wanted) else f"« {wanted} »"
        return found(await self._until(lambda screen: bool(found(screen)), what, seconds))[0]

    async def wait_until(
        self, ready: Callable[[Screen], bool], *, seconds: float = PATIENCE
    ) -> Screen:
        """The screen, as soon as it satisfies a predicate."""
        return await self._until(ready, "what was awaited", seconds)

    async def _until(self, ready: Callable[[Screen], bool], what: str, seconds: float) -> Screen:
        clock = asyncio.get_running_loop().time
        deadline = clock() + seconds
        screen = await self.screen()
        while not ready(screen):
            left = deadline - clock()
            if left <= 0:
                shown = screen.read_aloud()
                raise NeverCameError(f"{what} did not come within {seconds:g} s:\n{shown}")
            screen = await self._look(after=screen.revision, wait=min(left, LONGEST_LOOK))
        return screen

    async def _look(self, *, after: int, wait: float) -> Screen:
        query = {"token": self.token, "chat": self.chat_id, "after": after, "wait": wait}
        return Screen.read(await self.server.get("chat", **query))

    async def _act(self, deed: str, **details: Any) -> dict[str, Any]:
        who = {"token": self.token, "chat": self.chat_id, "first_name": self.first_name}
        told = await self.server.post(deed, **who, **details)
        self._since = told["revision"]
        return told
