"""How free answers are read: a login, a mail address, six digits. None when the words are not one."""

import re

_LEAD = re.compile(
    r"(?:bonjour|bonsoir|voici|mon|ma|l|le|la|c|est|identifiant|login|nom|d|utilisateur|adresse|mail|e-?mail"
    r"|courriel|code|ce|sera|je|veux|voudrais|voudrai|choisis|prends)(?:[\s,:'’]+|$)",
    re.IGNORECASE,
)
_END = re.compile(
    r"(?:[\s,.!]+(?:merci|svp|s'il vous pla[iî]t|cordialement))*[\s.,;!»\"]*$", re.IGNORECASE
)
_LOGIN = re.compile(r"[\w.@+-]{3,64}")
_MAIL = re.compile(r"[^\s@<>()\[\],;:\"]{1,64}@[^\s@<>()\[\],;:\"]+\.[^\s@<>()\[\],;:\".]{2,}")
_SIX = re.compile(r"\b(\d{3})[\s.-]?(\d{3})\b")
#: Longest mail address. [RFC 5321]
_LONGEST_MAIL = 254
#: A name, a birth and a street, with the politeness around.
_LONGEST_NAME = 300


def login(text: str) -> str | None:
    """« Mon identifiant est testa65, merci » -> "testa65". Three signs at least, no space inside."""
    bare = _bare(text)
    return bare if _LOGIN.fullmatch(bare) else None


def mail_address(text: str) -> str | None:
    """The one mail address in `text`, in lower case."""
    found = {address.rstrip(".").lower() for address in _MAIL.findall(text)}
    return found.pop() if len(found) == 1 and len(text) <= 2 * _LONGEST_MAIL else None


def six_digits(text: str) -> str | None:
    """« 123 456 » -> "123456", alone or in a short sentence."""
    found = _SIX.findall(text)
    return "".join(found[0]) if len(found) == 1 else None


def who_asks(text: str) -> str | None:
    """A name and what goes with it, as written: two words at least, three hundred signs at most."""
    words = " ".join(text.split())
    return words if " " in words and len(words) <= _LONGEST_NAME else None


def _bare(text: str) -> str:
    bare = text.strip().strip("«»\"' ")
    while (lead := _LEAD.match(bare)) and lead.end() < len(bare):
        bare = bare[lead.end() :]
    return _END.sub("", bare).strip("«»\"' ")
