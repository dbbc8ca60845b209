"""The citizen's browser: the pages of the town, in this very process."""

import re
from collections.abc import Iterable, Mapping

import httpx

from desk.counter import Counter
from guichet.terminal.sheet import Form, Sheet
from web.application import application

#: The pages that a message leads to.
_OURS = re.compile(r"/lien/|/CompteCitoyen/Validation")
_TELEGRAM = re.compile(r"[?&]start=")
_ADDRESS = re.compile(r"https?://[^\s<>\"]+")


class Browser:
    """Follows the last link that the town gave, and sends its forms. Cookies are kept."""

    def __init__(self, counter: Counter) -> None:
        self._client = httpx.AsyncClient(
            transport=httpx.ASGITransport(application(counter)),
            base_url=counter.public_url,
            trust_env=False,
        )
        self._here = ""
        #: The last page, and the last way to Telegram, that a message gave.
        self.link = self.telegram = ""

    def notices(self, texts: Iterable[str]) -> None:
        """Remember the last link of ours in these messages: a personal page before an activation."""
        every = [url for text in texts for url in _ADDRESS.findall(text)]
        self.telegram = next((url for url in every if _TELEGRAM.search(url)), self.telegram)
        found = [url for url in every if _OURS.search(url)]
        personal = [url for url in found if "/lien/" in url]
        self.link = (personal or found or [self.link])[-1]

    async def opens(self) -> Sheet:
        """The page of that link."""
        self._here = self.link
        return Sheet((await self._client.get(self.link)).text)

    async def sends(self, form: Form, typed: Mapping[str, str]) -> Sheet:
        """What comes after a form."""
        self._here = form.action or self._here
        answer = await self._client.post(self._here, data={**form.held, **typed})
        return Sheet(answer.text)

    async def closes(self) -> None:
        """Nothing stays open."""
        await self._client.aclose()
