"""Whom one may be at the demo's imitation: the adults of the town, and somebody whom it does not know."""

from demo.families import Adult, read
from demo.franceconnect import People

#: Nobody of the town: she is handed over to its people.
STRANGER = {"given_name": "Zoé", "family_name": "PERSONNE", "birthdate": "1990-01-02"}


def people() -> People:
    """By login, as the State would say them: capitals, and the birth date of the civil register."""
    adults = [adult for home in read().households for adult in home.adults if adult.born]
    return {**{adult.login: _claims(adult) for adult in adults}, "personne": STRANGER}


def _claims(adult: Adult) -> dict[str, str]:
    born = adult.born.isoformat() if adult.born else ""
    return {
        "given_name": adult.given,
        "family_name": adult.family.upper(),
        "birthdate": born,
    }
