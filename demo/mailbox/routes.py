"""`/courrier`: the boxes, one box, one mail, the answer to it, a new message."""

import asyncio
from collections.abc import Mapping, Sequence
from email.message import EmailMessage
from email.utils import formataddr, parseaddr
from pathlib import Path
from typing import Any

import aiosmtplib
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from demo.mailbox import body
from demo.mailbox.answering import Server, reply, send, written
from demo.mailbox.letters import Box, Letter, boxes, letter
from desk.town import Town
from web.forgery import filled
from web.headers import POLICY
from web.rendering import counter_of, drawn, templates

HERE = Path(__file__).parent
#: The mail itself stands in a frame of ours.
_FRAMING = {"content-security-policy": f"{POLICY}; frame-src 'self'; connect-src 'self'"}

_FILES = ("courrier.css", "courrier.js")
_BLANK = dict.fromkeys(("de", "vers", "objet", "texte"), "")


def routes(folder: Path, server: Server, towns: Sequence[Town]) -> list[BaseRoute]:
    """The mail reader of the Maildir `folder`; what is written there goes to `server`."""
    reader = _Reader(folder, server, towns)
    return [
        Route("/courrier", reader.index, methods=["GET"]),
        *(Route(f"/courrier/{name}", _file, methods=["GET"]) for name in _FILES),
        Route("/courrier/ecrire", reader.blank, methods=["GET"]),
        Route("/courrier/ecrire", reader.write, methods=["POST"]),
        Route("/courrier/boite/{address}", reader.box, methods=["GET"]),
        Route("/courrier/{key}", reader.read, methods=["GET"]),
        Route("/courrier/{key}", reader.answer, methods=["POST"]),
        Route("/courrier/{key}/corps", reader.body, methods=["GET"]),
    ]


async def _file(request: Request) -> Response:
    name = request.url.path.rpartition("/")[2]
    return FileResponse(HERE / name, headers={"cache-control": "no-cache"})


class _Reader:
    """The pages of one Maildir."""

    def __init__(self, folder: Path, server: Server, towns: Sequence[Town]) -> None:
        self._folder = folder
        self._server = server
        self._towns = towns

    async def index(self, request: Request) -> Response:
        """Everyone who received something."""
        return await self._page(request, "courrier", box=None)

    async def box(self, request: Request) -> Response:
        """What one address received. An address that received nothing yet has an empty box."""
        address = request.path_params["address"]
        known = {box.address: box for box in await self._boxes()}
        box = known.get(address) or Box(address=address, names=(), letters=())
        sent = "envoye" in request.query_params
        return await self._page(request, "courrier", box=box, sent=sent)

    async def read(self, request: Request) -> Response:
        """One mail, and the form that answers it."""
        prefilled = request.query_params.get("reponse", "")
        return await self._letter(request, await self._found(request), text=prefilled)

    async def body(self, request: Request) -> Response:
        """The mail's own HTML."""
        shown = body.framed(await self._found(request))
        framed = {"content-security-policy": body.POLICY, "x-frame-options": "SAMEORIGIN"}
        return HTMLResponse(shown, headers=framed)

    async def answer(self, request: Request) -> Response:
        """Send the answer, as the citizen's mail client would."""
        answered = await self._found(request)
        text = str((await filled(request)).get("texte", ""))
        mail = reply(answered, text, counter_of(request).clock())
        if fault := await self._sent(mail):
            return await self._letter(request, answered, text=text, fault=fault)
        return _back_to(answered.to)

    async def blank(self, request: Request) -> Response:
        """A new message."""
        de = request.query_params.get("de", "")
        return await self._page(request, "ecrire", typed={**_BLANK, "de": de}, fault="")

    async def write(self, request: Request) -> Response:
        """Send it."""
        typed = _BLANK | {name: str(said) for name, said in (await filled(request)).items()}
        name, sender = parseaddr(typed["de"])
        if "@" not in sender or not sender.isascii():
            fault = "L’adresse d’où vous écrivez ne convient pas."
            return await self._page(request, "ecrire", 422, typed=typed, fault=fault)
        now = counter_of(request).clock()
        subject = " ".join(typed["objet"].split())
        mail = written(formataddr((name, sender)), typed["vers"], subject, now)
        mail.set_content(typed["texte"])
        if fault := await self._sent(mail):
            return await self._page(request, "ecrire", 502, typed=typed, fault=fault)
        return _back_to(sender.lower())

    async def _letter(
        self, request: Request, shown: Letter, *, text: str, fault: str = ""
    ) -> Response:
        content = {"letter": shown, "height": body.height(shown), "text": text, "fault": fault}
        return await self._page(request, "lettre", 502 if fault else 200, **content)

    async def _sent(self, mail: EmailMessage) -> str:
        """Empty when it left, else a sentence."""
        towns = {town.mail_address.partition("@")[2] for town in self._towns}
        if str(mail["To"]).partition("@")[2] not in towns:
            return "Ce courrier de démonstration n’écrit qu’aux mairies."
        try:
            await send(self._server, mail, parseaddr(str(mail["From"]))[1])
        except (aiosmtplib.SMTPException, OSError) as error:
            return f"Le message n’est pas parti : {type(error).__name__}. Réessayez."
        return ""

    async def _found(self, request: Request) -> Letter:
        found = await asyncio.to_thread(letter, self._folder, request.path_params["key"])
        if found is None:
            raise HTTPException(404)
        return found

    async def _boxes(self) -> list[Box]:
        return await asyncio.to_thread(boxes, self._folder)

    async def _page(self, request: Request, name: str, status: int = 200, **said: Any) -> Response:
        content: Mapping[str, Any] = {
            "boxes": await self._boxes(),
            "towns": self._towns,
            "sent": False,
            **said,
        }
        template = templates(HERE / "templates").get_template(f"{name}.html")
        response = drawn(request, template, status, content)
        response.headers.update(_FRAMING)
        return response


def _back_to(address: str) -> Response:
    return RedirectResponse(f"/courrier/boite/{address}?envoye=1", status_code=303)
