"""What one cell says: each reader takes its text and answers a value, or raises `BadCell` in French."""

import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from portal.importing.trouble import BadCell, grouped, quoted
from portal.names import same_mail

Reader = Callable[[str], Any]

_ERRORS = re.compile(
    r"#(REF|N/A|NOM|NAME|VALEUR|VALUE|DIV/0|NUL|NULL|NOMBRE|NUM)[!?]?", re.IGNORECASE
)
#: « Ã© » : UTF-8 that somebody read as windows-1252.
_GARBLED = re.compile("[ÃÂ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|\ufffd")
_NOT_SEEN = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff]")
_MONEY = re.compile(r"([+-]?)(\d{1,3}(?:[ .]\d{3})+|\d+)(?:[.,](\d+))?")
_MAIL = re.compile(r"[^\s@<>(),;:\"]+@[^\s@<>(),;:\"]+\.[^\s@<>(),;:\".]{2,}")
_PHONE = re.compile(r"\+?[\d .()/-]{6,24}")


def cleaned(cell: str) -> str:
    """The text of a cell, its invisible signs and doubled spaces gone. Raises `BadCell` for a formula."""
    text = unicodedata.normalize("NFC", _NOT_SEEN.sub("", cell)).strip()
    if text.startswith("="):
        raise BadCell(
            f"{quoted(text)} est une formule : collez sa valeur (Collage spécial, Valeurs)"
        )
    if _ERRORS.fullmatch(text):
        raise BadCell(f"{quoted(text)} est une erreur du tableur : corrigez sa formule")
    if garbled := _GARBLED.search(text):
        raise BadCell(
            f"les accents sont abîmés ({quoted(garbled[0])}) : exportez de nouveau en « CSV UTF-8 »"
        )
    return text


def line(longest: int) -> Reader:
    """One line of text, without a pictogram."""

    def read(cell: str) -> str:
        text = _short(cell, longest)
        plain = text.isascii() and text.isprintable()
        if not plain and (sign := next((one for one in text if _is_pictogram(one)), None)):
            raise BadCell(f"« {sign} » n'a pas sa place ici : écrivez-le en lettres")
        return " ".join(text.split())

    return read


def paragraphs(longest: int) -> Reader:
    """A text of several lines, as it is."""
    return lambda cell: _short(cell, longest)


def name(cell: str) -> str:
    """A name: letters, spaces, hyphens, apostrophes, dots."""
    text = " ".join(_short(cell, 100).split())
    wrong = next((sign for sign in text if not (sign.isalpha() or _in_a_name(sign))), None)
    if wrong is not None:
        shifted = (
            " ; les colonnes sont peut-être décalées" if wrong.isdigit() or wrong == "@" else ""
        )
        raise BadCell(f"{quoted(text)} n'est pas un nom (« {wrong} »){shifted}")
    if text and not any(sign.isalpha() for sign in text):
        raise BadCell(f"{quoted(text)} n'est pas un nom")
    return text


def code(longest: int) -> Reader:
    """An identifier of the town's software: no space inside, as it is written."""

    def read(cell: str) -> str:
        text = _short(cell, longest)
        if any(sign.isspace() or not sign.isprintable() or _is_pictogram(sign) for sign in text):
            raise BadCell(f"{quoted(text)} n'est pas un identifiant : ni espace, ni pictogramme")
        return text

    return read


def choice(words: dict[str, Any]) -> Reader:
    """One of these words, whatever its capitals and accents; the first of each value is told."""
    known = {bare(word): value for word, value in words.items()}
    firsts: dict[Any, str] = {}
    for word, value in words.items():
        firsts.setdefault(value, word)
    told = ", ".join(firsts.values())

    def read(cell: str) -> Any:
        text = _short(cell, 1_000)
        if (plain := bare(text)) not in known:
            raise BadCell(f"{quoted(text)} n'est pas l'un de ces mots : {told}")
        return known[plain]

    return read


def money(cell: str) -> Decimal:
    """Euros: « 1 234,56 € », « 53.90 ». Never a float."""
    text = " ".join(cleaned(cell).replace("€", "").removesuffix("EUR").split())
    found = _MONEY.fullmatch(text)
    if not found:
        raise BadCell(f"{quoted(cell)} n'est pas un montant : écrivez 1234,56")
    sign, euros, cents = found.groups()
    if len((cents or "").rstrip("0")) > 2:
        raise BadCell(f"{quoted(cell)} : un montant a deux décimales au plus")
    if sign == "-":
        raise BadCell(f"{quoted(cell)} : un montant ne peut pas être négatif")
    whole = euros.replace(" ", "").replace(".", "")
    if len(whole) > 8:
        raise BadCell(f"{quoted(cell)} : un montant ne dépasse pas 99 999 999,99 €")
    return Decimal(f"{whole}.{(cents or '').ljust(2, '0')[:2]}")


def quantity(cell: str) -> Decimal:
    """A number of meals or of hours."""
    text = cleaned(cell).replace(" ", "").replace("\u202f", "").replace(",", ".")
    if not re.fullmatch(r"\d{1,6}(\.\d{1,4})?", text):
        raise BadCell(f"{quoted(cell)} n'est pas une quantité : écrivez 14 ou 2,5")
    return Decimal(text)


def mail(cell: str) -> str:
    """A mail address, in the one spelling that is stored."""
    text = same_mail(_short(cell, 254))
    if text and not _MAIL.fullmatch(text):
        raise BadCell(f"{quoted(text)} n'est pas une adresse de courriel")
    return text


def phone(cell: str) -> str:
    """A telephone number; a French one is written in pairs, its first zero given back."""
    text = " ".join(_short(cell, 40).split())
    if not text:
        return ""
    digits = re.sub(r"\D", "", text)
    if not _PHONE.fullmatch(text) or not 6 <= len(digits) <= 15:
        raise BadCell(f"{quoted(text)} n'est pas un numéro de téléphone")
    national = re.sub(r"^(?:00)?33(?:0)?(?=\d{9}$)", "0", digits)
    if len(national) == 9 and national[0] != "0" and not text.startswith("+"):
        national = f"0{national}"  # the spreadsheet took it for a number
    if len(national) == 10 and national[0] == "0":
        return " ".join(national[at : at + 2] for at in range(0, 10, 2))
    return text[:32]


def postcode(cell: str) -> str:
    """A postal code; the zero that a spreadsheet takes away is given back."""
    text = _short(cell, 16)
    return text.zfill(5) if re.fullmatch(r"\d{4}", text) else text


def bare(text: str) -> str:
    """Small letters without accents, for comparing words."""
    if text.isascii():
        return " ".join(text.lower().split())
    apart = unicodedata.normalize("NFD", text.replace("’", "'").casefold())
    return " ".join("".join(s for s in apart if not unicodedata.combining(s)).split())


def _short(cell: str, longest: int) -> str:
    if len(cell) > 8 * longest + 100:
        raise BadCell(f"la case a {grouped(len(cell))} caractères, au plus {grouped(longest)}")
    text = cleaned(cell)
    if len(text) > longest:
        raise BadCell(f"la case a {grouped(len(text))} caractères, au plus {grouped(longest)}")
    return text


def _in_a_name(sign: str) -> bool:
    return sign in " -'’.‐·" or unicodedata.category(sign) == "Mn"


def _is_pictogram(sign: str) -> bool:
    # ° and № are symbols too, and stand in addresses.
    if ord(sign) < 0x2190:
        return unicodedata.category(sign) == "Cc" and sign not in "\t\n\r"
    return unicodedata.category(sign) in {"So", "Sk", "Cn", "Co", "Cs"}
