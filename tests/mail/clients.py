"""What mail programs make of an answer, for any words, any position and any earlier mail."""

import html
from collections.abc import Callable, Mapping
from enum import StrEnum

ADDRESS = "mairie@valbrume.example"
BAR = "margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex"


class Place(StrEnum):
    """Where the citizen typed: `words` and what is quoted are cut in the middle for `INSIDE`."""

    ABOVE = "above"
    BELOW = "below"
    INSIDE = "inside"


Client = Callable[[str, str, Place], str]


def _marked(quoted: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in quoted.split("\n"))


def _halves(quoted: str) -> tuple[str, str]:
    lines = quoted.split("\n")
    return "\n".join(lines[: len(lines) // 2 + 1]), "\n".join(lines[len(lines) // 2 + 1 :])


def _placed(words: str, head: str, quoted: str, place: Place) -> str:
    """Plain text, its quote marked."""
    if place is Place.ABOVE:
        return f"{words}\n\n{head}\n{_marked(quoted)}\n"
    if place is Place.BELOW:
        return f"{head}\n{_marked(quoted)}\n\n{words}\n"
    before, after = _halves(quoted)
    return f"{head}\n{_marked(before)}\n\n{words}\n\n{_marked(after)}\n"


def _gmail(words: str, quoted: str, place: Place) -> str:
    return _placed(
        words, f"Le mar. 10 mars 2026 à 09:12, Mairie <{ADDRESS}> a\nécrit :\n", quoted, place
    )


def _thunderbird(words: str, quoted: str, place: Place) -> str:
    return _placed(words, "Le 10/03/2026 à 09:12, Mairie de Valbrume a écrit :", quoted, place)


def _apple(words: str, quoted: str, place: Place) -> str:
    head = f"> Le 10 mars 2026 à 09:12, Mairie <{ADDRESS}> a écrit :\n> "
    return _placed(f"{words}\n\nEnvoyé de mon iPhone", head, quoted, place)


def _english(words: str, quoted: str, place: Place) -> str:
    return _placed(words, f"On 10 Mar 2026, at 09:12, Mairie <{ADDRESS}> wrote:", quoted, place)


def _orange(words: str, quoted: str, place: Place) -> str:
    head = f'> Message du 10/03/26 09:12\n> De : "Mairie" <{ADDRESS}>\n> A : \n> Objet : Bonjour\n>'
    return _placed(words, head, quoted, place)


HEADER = f"De : Mairie <{ADDRESS}>\nEnvoyé : mardi 10 mars 2026 09:12\nÀ : Jeanne\nObjet : Bonjour"


def _outlook(words: str, quoted: str, _: Place) -> str:
    return f"{words}\n\n{HEADER}\n\n{quoted}\n"


def _zimbra(words: str, quoted: str, _: Place) -> str:
    return f"{words}\n\n----- Mail original -----\n{HEADER}\n\n{quoted}\n"


def _page(text: str) -> str:
    return "".join(f"<div>{html.escape(line) or '<br>'}</div>" for line in text.split("\n"))


def _pages(words: str, head: str, quote: tuple[str, str], quoted: str, place: Place) -> str:
    """HTML, `quote` being what opens and what closes a quoted part."""
    opened, closed = quote
    said = _page(words)
    if place is Place.ABOVE:
        return f"{said}<br>{head}{opened}{_page(quoted)}{closed}"
    if place is Place.BELOW:
        return f"{head}{opened}{_page(quoted)}{closed}<br>{said}"
    before, after = map(_page, _halves(quoted))
    return f"{head}{opened}{before}{closed}{said}{opened}{after}{closed}"


def _gmail_page(words: str, quoted: str, place: Place) -> str:
    head = f'<div class="gmail_attr">Le mar. 10 mars 2026, Mairie &lt;{ADDRESS}&gt; a écrit :</div>'
    quote = (f'<blockquote class="gmail_quote" style="{BAR}">', "</blockquote>")
    told = _pages(words, head, quote, quoted, place)
    return f'<div dir="ltr">{told}</div>'


def _cite_page(words: str, quoted: str, place: Place) -> str:
    head = '<div class="moz-cite-prefix">Le 10/03/2026 à 09:12, Mairie a écrit :<br></div>'
    return _pages(words, head, ('<blockquote type="cite">', "</blockquote>"), quoted, place)


def _outlook_page(words: str, quoted: str, _: Place) -> str:
    head = "<br>".join(f"<b>{html.escape(line)}</b>" for line in HEADER.split("\n"))
    return f'{_page(words)}<hr><div id="divRplyFwdMsg">{head}</div><div>{_page(quoted)}</div>'


def _yahoo_page(words: str, quoted: str, _: Place) -> str:
    head = f"<div>Le mardi 10 mars 2026 à 09:12:33 UTC+1, Mairie &lt;{ADDRESS}&gt; a écrit :</div>"
    return f'{_page(words)}<div class="ydp1yahoo_quoted">{head}{_page(quoted)}</div>'


TEXTS: Mapping[str, Client] = {
    "gmail": _gmail,
    "thunderbird": _thunderbird,
    "apple": _apple,
    "english": _english,
    "orange": _orange,
    "outlook": _outlook,
    "zimbra": _zimbra,
}
PAGES: Mapping[str, Client] = {
    "gmail": _gmail_page,
    "cite": _cite_page,
    "outlook": _outlook_page,
    "yahoo": _yahoo_page,
}
#: Where one answers above, whatever one wishes: what follows the header is not marked.
ABOVE_ONLY = frozenset({"outlook", "zimbra", "yahoo"})
