"""The HTML of a mail, shown in a frame where nothing runs and links open in the whole window."""

import html
import re
from urllib.parse import parse_qs, quote, urlsplit

from demo.mailbox.letters import Letter

#: Even opened alone, the frame's content stays in its sandbox: nothing runs there. Its own page may
#: measure it, which is why it keeps its origin.
POLICY = (
    "sandbox allow-same-origin allow-top-navigation-by-user-activation allow-popups; default-src 'none'; "
    "style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'"
)
_MAILTO = re.compile(r'href="(mailto:[^"]*)"')
_HEAD = re.compile(r"<head[^>]*>", re.IGNORECASE)
#: Pixels, before or without the script that measures: a line of text, what stands around.
_LINE, _AROUND = 24, 300


def framed(letter: Letter) -> str:
    """Links leave the frame; a link that prefills a reply opens ours."""
    shown = _MAILTO.sub(lambda found: f'href="{_reply_address(letter, found[1])}"', letter.html)
    return _HEAD.sub(lambda head: f'{head[0]}<base target="_top">', shown, count=1)


def height(letter: Letter) -> int:
    """About how tall the mail is."""
    return min(_AROUND + _LINE * len(letter.text.splitlines()), 3000)


def _reply_address(letter: Letter, mailto: str) -> str:
    asked = parse_qs(urlsplit(html.unescape(mailto)).query)
    said = quote(asked.get("body", [""])[0][:200])
    return f"/courrier/{letter.key}?reponse={said}#repondre"
