"""HTML as the lines a person sees, each with the mark that the writer's program left on it."""

import html

from mail_ingest.html_page import SHAPING, Page
from mail_ingest.html_tokens import LINE, tokens
from mail_ingest.lines import Line


def html_lines(source: str) -> list[Line]:
    """The lines of an HTML mail; one pass, linear."""
    page = Page()
    for text, name, closing, data in tokens(source):
        if name == LINE:
            page.whole(text, ended=bool(closing))
            continue
        if text:
            page.write(text)
        if name not in SHAPING:
            continue  # bold, a link, a font: the words alone count
        if closing:
            page.close(name)
        else:
            page.open(name, data)
    page.end_line()
    return page.lines


def html_to_text(source: str) -> str:
    """An HTML mail as plain text, quotes included."""
    return "\n".join(one.text for one in html_lines(source)).strip()


def escaped(text: str) -> str:
    """Plain text as HTML, its line ends kept."""
    return f"<pre>{html.escape(text, quote=False)}</pre>"
