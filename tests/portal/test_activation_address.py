"""The activation address of the seed, and every shape in which a citizen may paste it."""

import html
import textwrap
from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.link import PageLink
from portal.invitation import activation_address, read_activation_address

KEY = "2dec9d29bbfc6d9bd78fa3045c0bd3b1"
SEED = (
    "https://www.espace-citoyens.example/mesanger/espace-citoyens/CompteCitoyen/Validation"
    f"?id=65&datecreat=20200609&heurecreat=829&key={KEY}"
)


def quoted_printable(url: str) -> str:
    """As in the source of a mail, with lines of 40 signs."""
    safe = url.replace("=", "=3D")
    lines = [safe[start : start + 40] for start in range(0, len(safe), 40)]
    return "=\r\n".join(lines)


def dashes(url: str) -> str:
    """As a well-known filter of the second generation rewrites it."""
    bare = quote(url, safe="/:").replace("-", "%2D").replace("_", "%5F")
    return "https://filter.example/v2/url?u=" + bare.replace("%", "-").replace("/", "_") + "&d=x"


def folded(url: str) -> str:
    return "\n".join(textwrap.wrap(url, 45, break_on_hyphens=True))


SHAPES: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "in a sentence": lambda url: f"Bonjour, j’ai reçu ceci : {url}. Merci d’avance",
    "with a comma": lambda url: f"{url}, c’est bien ça ?",
    "between angles": lambda url: f"Cliquez <{url}> ici",
    "between brackets": lambda url: f"[{url}]",
    "in quotes": lambda url: f"« {url} »",
    "as html": lambda url: f'<a href="{html.escape(url)}">lien</a>',
    "numeric entities": lambda url: url.replace("&", "&#38;"),
    "folded": folded,
    "folded and quoted": lambda url: textwrap.indent(folded(url), "> "),
    "folded and quoted twice": lambda url: textwrap.indent(folded(url), ">> "),
    "folded with what follows": lambda url: f"{folded(url)}\nde la mairie",
    "folded at every sign": "\n".join,
    "with soft hyphens": lambda url: url.replace("/", "/\u200b"),
    "quoted-printable": quoted_printable,
    "safelinks": lambda url: f"https://eur01.safe.example/?url={quote(url, safe='')}&data=05%7C",
    "safelinks as html": lambda url: html.escape(f"https://s.example/?url={quote_plus(url)}&d=1"),
    "safelinks, quoted-printable": lambda url: quoted_printable(
        f"https://s.example/?url={quote(url, safe='')}&d=1"
    ),
    "wrapped twice": lambda url: f"https://a.example/?u={quote(quote(url, safe=''), safe='')}",
    "a redirect": lambda url: f"https://a.example/url?q={quote(url, safe=':/')}&sa=D",
    "third generation": lambda url: f"https://f.example/v3/__{url}__;!!abc$",
    "dashes": dashes,
    "capitals": lambda url: url.replace("CompteCitoyen/Validation", "comptecitoyen/validation"),
    "after another address": lambda url: f"https://val.example/aide?id=1&key=2 puis {url}",
}


@pytest.mark.parametrize("shape", SHAPES)
def test_the_address_of_the_seed_is_read_in_any_shape(shape: str) -> None:
    found = read_activation_address(SHAPES[shape](SEED))
    assert found is not None
    assert (found.town, found.id, found.key) == ("mesanger", 65, KEY)
    assert (found.datecreat, found.heurecreat) == ("20200609", "829")


@given(
    town=st.from_regex(r"[a-z][a-z0-9-]{0,30}[a-z0-9]", fullmatch=True),
    row=st.integers(1, 10**12),
    key=st.text("0123456789abcdef", min_size=32, max_size=32),
    at=st.integers(1_577_836_800, 2_208_988_800).map(
        lambda second: datetime.fromtimestamp(second, UTC)
    ),
    shape=st.sampled_from(sorted(SHAPES)),
)
def test_what_is_written_is_read_again(
    town: str, row: int, key: str, at: datetime, shape: str
) -> None:
    link = PageLink(id=row, town=town, created_at=at)
    url = activation_address("https://guichet.example/", town, link, key)
    found = read_activation_address(SHAPES[shape](url))
    assert found is not None
    assert (found.town, found.id, found.key) == (town, row, key)
    assert f"datecreat={found.datecreat}&heurecreat={found.heurecreat}&" in url


@pytest.mark.parametrize(
    ("at", "day", "hour"),
    [
        (datetime(2020, 6, 9, 6, 29, tzinfo=UTC), "20200609", "829"),
        (datetime(2020, 12, 31, 23, 5, tzinfo=UTC), "20210101", "5"),
        (datetime(2020, 6, 30, 22, 0, tzinfo=UTC), "20200701", "0"),
        (datetime(2020, 6, 9, 21, 59, tzinfo=UTC), "20200609", "2359"),
    ],
)
def test_day_and_hour_are_those_of_paris_without_padding(at: datetime, day: str, hour: str) -> None:
    url = activation_address("https://g.example", "t", PageLink(id=65, created_at=at), KEY)
    assert url == (
        "https://g.example/t/espace-citoyens/CompteCitoyen/Validation"
        f"?id=65&datecreat={day}&heurecreat={hour}&key={KEY}"
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "oui",
        "https://www.espace-citoyens.example/mesanger/espace-citoyens/CompteCitoyen/Validation",
        SEED.replace(KEY, KEY[:-1]),
        SEED.replace("id=65", "id="),
        SEED.replace("heurecreat=829&", ""),
        SEED.replace("/mesanger", ""),
        SEED.replace("20200609", "٢٠٢٠٠٦٠٩"),
    ],
)
def test_half_an_address_is_none(text: str) -> None:
    assert read_activation_address(text) is None


@given(st.text())
def test_no_text_is_too_strange_to_be_read(text: str) -> None:
    assert read_activation_address(text) is None


@pytest.mark.parametrize("sign", ["/", "a", ">", "\n> ", "%25", "&amp;", "-3F", "=\n", "/a/espace"])
@pytest.mark.timeout(60)
def test_a_hostile_text_takes_no_time(sign: str) -> None:
    tail = "/espace-citoyens/CompteCitoyen/Validation?"
    for text in (sign * 100_000, (sign + tail) * 2_000, tail * 5_000):
        assert read_activation_address(text) is None
