"""The same dialogue by python-telegram-bot's ConversationHandler, everything kept at each update.

Its best case: one pickle, written once an update by `flush()`, without waiting for the disk as our commits do.
"""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from telegram import Update
from telegram.ext import (
    Application,
    ApplicationBuilder,
    ContextTypes,
    ConversationHandler,
    MessageHandler,
    PicklePersistence,
    filters,
)
from telegram.request import BaseRequest
from typing_extensions import override

from guichet.bench.crowd import WORDS

_TOKEN = "70000:bench-jeton-sans-valeur-0000000000"  # noqa: S105 - of a server that does not exist
_AT = int(datetime(2026, 6, 9, 10, tzinfo=UTC).timestamp())
_ME = {"id": 70000, "is_bot": True, "first_name": "Mesure", "username": "MesureBot"}
_SENT = {"message_id": 1, "date": _AT, "chat": {"id": 1, "type": "private"}}
#: The two states between which they go: what is unchanged would not be written.
_ASKED, _HELPED = 0, 1
_SAID = (
    "Bonjour. Que voulez-vous faire : activer votre espace, vous identifier, parler à une personne ?",
    "Répondez par l'un des choix ci-dessus, ou écrivez MENU, RÉPÉTER, UNE PERSONNE.",
)


class _Nowhere(BaseRequest):
    """Telegram's server, answering at once."""

    read_timeout = None

    @override
    async def initialize(self) -> None:
        """Nothing to open."""

    @override
    async def shutdown(self) -> None:
        """Nothing to close."""

    @override
    async def do_request(
        self, url: str, method: str, *_told: Any, **_timeouts: Any
    ) -> tuple[int, bytes]:
        result = _ME if url.endswith("/getMe") else _SENT
        return 200, json.dumps({"ok": True, "result": result}).encode()


class Talks:
    """The live conversations of one application."""

    def __init__(self, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        self._application = application

    async def open(self, how_many: int, *, already: int) -> None:
        """They say « bonjour » and are asked; kept once, at the end."""
        for number in range(already, how_many):
            await self._application.process_update(self._update(number, 0))
        await self._keep()

    async def hear(self, speakers: int, nth: int) -> None:
        """Each speaker's `nth` message: answered, then all that is known written."""
        for number in range(speakers):
            await self._application.process_update(self._update(number, nth))
            await self._keep()

    async def _keep(self) -> None:
        await self._application.update_persistence()
        assert self._application.persistence is not None
        await self._application.persistence.flush()

    def _update(self, number: int, nth: int) -> Update:
        person = {"id": number + 1, "is_bot": False, "first_name": "Jeanne"}
        told = {
            "update_id": nth * 1_000_000 + number,
            "message": {
                "message_id": nth + 1,
                "date": _AT,
                "chat": {"id": number + 1, "type": "private", "first_name": "Jeanne"},
                "from": person,
                "text": WORDS[nth % len(WORDS)],
            },
        }
        return Update.de_json(told, self._application.bot)


@asynccontextmanager
async def talking(folder: Path) -> AsyncIterator[Talks]:
    """An application of its own, its pickle in that folder."""

    def answer(state: int) -> Any:
        async def said(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
            assert update.message is not None
            assert context.user_data is not None
            context.user_data["turn"] = context.user_data.get("turn", 0) + 1
            context.user_data["asked"] = _SAID[state]
            await update.message.reply_text(_SAID[state])
            return state

        return said

    words = filters.TEXT
    conversation: ConversationHandler[Any] = ConversationHandler(
        entry_points=[MessageHandler(words, answer(_ASKED))],
        states={
            _ASKED: [MessageHandler(words, answer(_HELPED))],
            _HELPED: [MessageHandler(words, answer(_ASKED))],
        },
        fallbacks=[],
        name="mesure",
        persistent=True,
    )
    kept = PicklePersistence(filepath=folder / "conversations.pickle", on_flush=True)
    application = (
        ApplicationBuilder()
        .token(_TOKEN)
        .request(_Nowhere())
        .get_updates_request(_Nowhere())
        .persistence(kept)
        .build()
    )
    application.add_handler(conversation)
    async with application:
        yield Talks(application)
