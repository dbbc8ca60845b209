"""What a letter says: short sentences, no secret but the key, and no day of birth."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from desk.town import Town
from guichet.letters.printing import Page
from models.family import Citizen, Household
from models.link import PageLink
from portal import names
from portal.paris import today_in_paris
from words import filters

_WHAT = (
    "La mairie {town} a créé votre espace personnel. Il vous permet de voir vos factures, vos demandes et"
    " vos documents. Rien n’est activé sans vous."
)
_HOW = (
    "Pour l’ouvrir, il faut la clé ci-dessous et {fact}, qui n’est pas dans cette lettre : qui la"
    " trouverait ne pourrait pas s’en servir."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """The key, the page where it is typed, and whether the fact asked with it is a child's birth."""

    key: str = field(repr=False)
    address: str
    child: bool

    @property
    def fact(self) -> str:
        """What the letter does not hold, as it calls it."""
        return (
            "la date de naissance de l’un de vos enfants"
            if self.child
            else "votre date de naissance"
        )


def page_of(town: Town, citizen: Citizen, link: PageLink, opening: Opening) -> Page:
    """The letter of one adult, the same at each printing. The household was read with the adult."""
    return Page(
        sender=f"Mairie {filters.of(town.name)}",
        phone=town.phone,
        hours=town.hours,
        site=town.site,
        address=address(citizen, citizen.household),
        dated=f"Le {_day(link.created_at)}",
        heading="Activer votre espace personnel",
        before=(
            f"Bonjour {names.polite(citizen)},",
            _WHAT.format(town=filters.of(town.name)),
            _HOW.format(fact=opening.fact),
        ),
        key_label="Votre clé",
        key=opening.key,
        until=f"à utiliser avant le {_day(link.expires_at)} ; ne la donnez à personne",
        ways_heading="Choisissez la façon que vous préférez",
        ways=tuple(_ways(town, opening)),
        link=f"{opening.address}#{opening.key}",
        qr_alt="Code à scanner : il ouvre la page où la clé est déjà écrite.",
        after=(
            f"Besoin d’aide ? Appelez la mairie au {town.phone} ({town.hours}), ou venez la voir.",
            "Cette lettre n’est pas pour vous ? Dites-le à la mairie : personne n’ouvrira cet espace.",
        ),
    )


def address(citizen: Citizen, home: Household) -> tuple[str, ...]:
    """As the post reads it: six lines at most, the town in capitals."""
    who = f"{names.civility(citizen)} {citizen.given_name} {citizen.family_name.upper()}".strip()
    streets = [line.strip() for line in home.street.splitlines() if line.strip()][:4]
    return (who, *streets, f"{home.postcode} {home.city.upper()}".strip())


def _ways(town: Town, opening: Opening) -> Iterator[str]:
    yield f"Sur une page : scannez le code, ou ouvrez {opening.address}"
    if town.bot:
        yield f"Sur Telegram : écrivez la clé à @{town.bot}"
    yield f"Par courriel : écrivez la clé et cette date à {town.mail_address}"


def _day(at: datetime) -> str:
    return filters.day(today_in_paris(at).isoformat())
