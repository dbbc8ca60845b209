"""`/bot<token>/<method>`: where bots come in."""

import asyncio
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from demo.bot_api.calls import Call
from demo.bot_api.errors import Refused
from demo.bot_api.faults import AnswerLost, Cut, Fault, Refuse, Slow
from demo.bot_api.methods import METHODS
from demo.bot_api.parameters import read
from demo.bot_api.turn import Told, Turn
from demo.bot_api.world import World


class CutConnection(Response):
    """Announces an answer that never comes: the server closes the connection instead."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Begin, and leave it at that."""
        headers = [(b"content-type", b"application/json"), (b"content-length", b"4096")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})


async def answer(request: Request) -> Response:
    """One call of one method."""
    world: World = request.app.state.world
    try:
        bot = world.bot(request.path_params["token"])
        name = request.path_params["method"]
        if name.lower() not in METHODS:
            raise Refused(404, "Not Found: method not found")
        ask = await read(request)
    except Refused as refusal:
        return _refusal(refusal)
    call = bot.calls.begin(Call(method=name, parameters=dict(ask.values), at=world.clock.now()))
    response = await _struck(Turn(world=world, bot=bot, ask=ask), name)
    bot.calls.end(call, None if isinstance(response, CutConnection) else response.status_code)
    return response


async def _struck(turn: Turn, name: str) -> Response:
    """The answer, as the fault that waits for this call lets it through."""
    fault: Fault | None = turn.bot.faults.take(name, turn.ask.values)
    match fault:
        case Refuse(refusal=refusal):
            return _refusal(refusal)
        case Cut():
            return CutConnection()
        case AnswerLost():
            await _answered(turn, name)
            return CutConnection()
        case Slow(seconds=seconds):
            response = await _answered(turn, name)
            await asyncio.sleep(seconds)
            return response
        case None:
            return await _answered(turn, name)


async def _answered(turn: Turn, name: str) -> Response:
    try:
        result: Any = await METHODS[name.lower()](turn)
    except Refused as refusal:
        return _refusal(refusal)
    if isinstance(result, Told):
        told = {"ok": True, "result": result.result, "description": result.description}
        return JSONResponse(told)
    return JSONResponse({"ok": True, "result": result})


def _refusal(refusal: Refused) -> JSONResponse:
    return JSONResponse(refusal.body(), status_code=refusal.code)
