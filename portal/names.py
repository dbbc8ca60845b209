"""How a citizen is called, how a name or an address is half hidden, and when two logins are the same."""

import unicodedata

from models.family import Citizen

_CIVILITIES = {
    "m": "M.",
    "m.": "M.",
    "mr": "M.",
    "monsieur": "M.",
    "mme": "Mme",
    "mme.": "Mme",
    "madame": "Mme",
}
_APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'", "‘": "'"})
_HIDDEN = "…"


def polite(citizen: Citizen) -> str:
    """« Mme Testa »; « Claire Testa » when the town gave no civility."""
    title = civility(citizen)
    return f"{title} {citizen.family_name}".strip() if title else full(citizen)


def full(citizen: Citizen) -> str:
    """« Claire Testa »."""
    return f"{citizen.given_name} {citizen.family_name}".strip()


def masked(citizen: Citizen) -> str:
    """« Mme T. », enough to recognise oneself; « C. T. » without a civility."""
    first = civility(citizen) or _initial(citizen.given_name)
    return f"{first} {_initial(citizen.family_name)}".strip()


def masked_mail(mail: str) -> str:
    """« c…a@exemple.fr »; a name of three letters or less keeps its first at most."""
    name, at, domain = mail.strip().rpartition("@")
    if not at:
        return _HIDDEN if mail.strip() else ""
    last = name[-1] if len(name) > 3 else ""
    first = name[0] if len(name) > 1 else ""
    return f"{first}{_HIDDEN}{last}@{domain}"


def same_login(text: str) -> str:
    """The one spelling of a login, which is the one stored: NFKC, small letters, no space around."""
    folded = unicodedata.normalize("NFKC", text.translate(_APOSTROPHES)).casefold()
    return unicodedata.normalize("NFKC", folded).strip()


def same_mail(text: str) -> str:
    """The one spelling of a mail address, which is the one stored: small letters, no space around."""
    return unicodedata.normalize("NFKC", text).casefold().strip().strip("<>")


def civility(citizen: Citizen) -> str:
    """« Mme », as the town gave it; empty when it gave none."""
    given = citizen.civility.strip()
    return _CIVILITIES.get(given.casefold(), given)


def _initial(name: str) -> str:
    letter = next((sign for sign in name if sign.isalpha()), "")
    return f"{letter.upper()}." if letter else ""
