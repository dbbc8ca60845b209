"""`/bot<token>/<method>`: where bots come in."""

import asyncio
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from demo.bot_api.calls import Call
from demo.bot_api.errors import RefusedError
from demo.bot_api.faults import AnswerLost, Cut, Fault, Refuse, Slow
from demo.bot_api.media import FILES
from demo.bot_api.methods import method_named
from demo.bot_api.parameters import read
from demo.bot_api.turn import Told, Turn
from demo.bot_api.world import World

Reply = JSONResponse | ASGIApp
_NO_FILE = RefusedError(404, "Not Found")


async def cut_connection(_scope: Scope, _receive: Receive, send: Send) -> None:
    """Announce an answer and never give it: uvicorn then closes the connection."""
    headers = [(b"content-type", b"application/json"), (b"content-length", b"4096")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})


async def answer(request: Request) -> Reply:
    """One call of one method."""
    world: World = request.app.state.world
    name = request.path_params["method"]
    try:
        bot = world.bot(request.path_params["token"])
        method_named(name)
        ask = await read(request)
    except RefusedError as refusal:
        return _refusal(refusal)
    call = bot.calls.begin(Call(method=name, parameters=dict(ask.values), at=world.clock.now()))
    response = await _struck(Turn(world=world, bot=bot, ask=ask), name)
    bot.calls.end(call, response.status_code if isinstance(response, JSONResponse) else None)
    return response


async def give(request: Request) -> Response:
    """A file, to the bot that was told where it lies."""
    world: World = request.app.state.world
    try:
        world.bot(request.path_params["token"])
    except RefusedError as refusal:
        return _refusal(refusal)
    found = dict(FILES.values()).get(request.path_params["path"])
    return Response(found, media_type="application/octet-stream") if found else _refusal(_NO_FILE)


async def _struck(turn: Turn, name: str) -> Reply:
    """The answer, as the fault that waits for this call lets it through."""
    fault: Fault | None = turn.bot.faults.take(name, turn.ask.values)
    match fault:
        case Refuse(refusal=refusal):
            return _refusal(refusal)
        case Cut():
            return cut_connection
        case AnswerLost():
            await _answered(turn, name)
            return cut_connection
        case Slow(seconds=seconds):
            response = await _answered(turn, name)
            await asyncio.sleep(seconds)
            return response
        case None:
            return await _answered(turn, name)


async def _answered(turn: Turn, name: str) -> JSONResponse:
    try:
        result: Any = await method_named(name)(turn)
    except RefusedError as refusal:
        return _refusal(refusal)
    if isinstance(result, Told):
        told = {"ok": True, "result": result.result, "description": result.description}
        return JSONResponse(told)
    return JSONResponse({"ok": True, "result": result})


def _refusal(refusal: RefusedError) -> JSONResponse:
    return JSONResponse(refusal.body(), status_code=refusal.code)
