"""How a control request is read, and how its mistakes are told."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from demo.bot_api.bot import Bot
from demo.bot_api.citizens import NotThereError
from demo.bot_api.errors import Payload, RefusedError
from demo.bot_api.world import BadBotError, World


class Asked(BaseModel):
    """A body: what it does not know is a mistake, told at once."""

    model_config = ConfigDict(extra="forbid")


class OfBot(Asked):
    """A request about one bot, named by its token or by its username."""

    token: str = ""
    bot: str = ""


Body = TypeVar("Body", bound=Asked)
Answer = Callable[[World, Body], Awaitable[Payload]]


def find_bot(world: World, asked: OfBot) -> Bot:
    """The bot that a request is about."""
    found = world.bots.get(asked.token) if asked.token else world.bot_named(asked.bot)
    if found is None:
        raise NotThereError("no such bot")
    return found


def posts(path: str, body: type[Body], answer: Answer[Body]) -> Route:
    """A route that reads a JSON body and answers JSON."""

    async def endpoint(request: Request) -> Response:
        if "application/json" not in request.headers.get("content-type", ""):
            return told_mistake("the body must be application/json")
        try:
            asked = body.model_validate_json(await request.body())
            return JSONResponse(await answer(request.app.state.world, asked))
        except (ValidationError, NotThereError, BadBotError, RefusedError) as error:
            return told_mistake(str(error))

    return Route(path, endpoint, methods=["POST"])


def gets(path: str, query: type[Body], answer: Answer[Body]) -> Route:
    """A route that reads its query and answers JSON."""

    async def endpoint(request: Request) -> Response:
        try:
            asked = query.model_validate(dict(request.query_params))
            return JSONResponse(await answer(request.app.state.world, asked))
        except (ValidationError, NotThereError) as error:
            return told_mistake(str(error))

    return Route(path, endpoint, methods=["GET"])


def told_mistake(why: str) -> JSONResponse:
    """A 400 that says what is wrong."""
    return JSONResponse({"error": why}, status_code=400)
