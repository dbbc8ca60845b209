"""A line of a file of families: one person, an adult or a child, and the household it lives in."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.credentials import LONGEST, SHORTEST, login_form
from portal.importing import cells
from portal.importing.columns import Column
from portal.importing.days import day
from portal.importing.trouble import BadCell, quoted

#: Years: who may hold an account, who is a child, and how long one lives.
YOUNGEST_ADULT, OLDEST_CHILD, OLDEST = 16, 30, 120


class Role(StrEnum):
    """What a person is in the household."""

    ADULT = "adult"
    CHILD = "child"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """What a line says; an empty text or None says nothing."""

    number: int
    household: str
    person: str
    role: Role
    account: bool = False
    given_name: str
    family_name: str
    civility: str = ""
    birth_date: date | None = None
    login: str = ""
    mail: str = ""
    phone: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    school: str = ""
    school_class: str = ""
    guardians: tuple[str, ...] = ()

    @property
    def has_account(self) -> bool:
        """Whether the town wants an account for this person."""
        return self.role is Role.ADULT and self.account


def faults(person: Person, today: date) -> Iterator[tuple[str, str]]:
    """What cannot be true of a person: the name of the column, and the reason."""
    born = person.birth_date
    if person.role is Role.CHILD and person.account:
        yield "compte", "un enfant n'a pas de compte : écrivez « non », ou « adulte » dans role"
    if born is None:
        return
    age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    told = f"né(e) le {born:%d/%m/%Y}"
    if born > today:
        yield "naissance", f"{told}, dans l'avenir : laissez la case vide avant la naissance"
    elif age > OLDEST:
        yield "naissance", f"{told}, il y a {age} ans : l'année est à vérifier"
    elif person.role is Role.ADULT and age < YOUNGEST_ADULT:
        yield "naissance", f"un adulte de {age} ans ({told}) : est-ce un enfant ?"
    elif person.role is Role.CHILD and age > OLDEST_CHILD:
        yield "naissance", f"un enfant de {age} ans ({told}) : est-ce un adulte ?"


def _login(cell: str) -> str:
    text = cells.cleaned(cell)
    login = login_form(text) if text else ""
    if login is None:
        raise BadCell(
            f"{quoted(text)} ne peut pas être un identifiant de connexion : {SHORTEST} à {LONGEST}"
            " lettres latines, chiffres ou . - _ @ + ', et d'abord une lettre ou un chiffre"
        )
    return login


def _guardians(cell: str) -> tuple[str, ...]:
    read = cells.code(64)
    parts = cells.cleaned(cell).replace("|", ",").replace("/", ",").replace(" ", ",").split(",")
    return tuple(dict.fromkeys(read(part) for part in parts if part))


_YES = {"oui": True, "o": True, "1": True, "vrai": True, "true": True, "x": True, "yes": True}
_NO = {"non": False, "n": False, "0": False, "faux": False, "false": False, "no": False}
_ROLES = {
    "adulte": Role.ADULT,
    "enfant": Role.CHILD,
    "parent": Role.ADULT,
    "responsable": Role.ADULT,
    "a": Role.ADULT,
    "e": Role.CHILD,
}
_CIVILITIES = {
    "mme": "Mme",
    "m.": "M.",
    "m": "M.",
    "mr": "M.",
    "monsieur": "M.",
    "madame": "Mme",
} | {
    "mme.": "Mme",
    "mlle": "Mme",
    "mademoiselle": "Mme",
}

#: In the order of the example file.
PEOPLE = (
    Column(
        name="foyer", field="household", read=cells.code(64), required=True,
        help="identifiant du foyer dans votre logiciel ; le même sur les lignes de ses membres",
        examples=("F1", "F1", "F1", "F2"),
        others=("id_foyer", "num_foyer", "numero_foyer", "famille", "id_famille", "code_famille"),
    ),
    Column(
        name="personne", field="person", read=cells.code(64), required=True,
        help="identifiant de la personne dans votre logiciel ; jamais deux fois le même",
        examples=("A1", "A2", "E1", "A3"),
        others=("id_personne", "id", "num_personne", "numero_personne", "code_personne"),
    ),
    Column(
        name="role", field="role", read=cells.choice(_ROLES), required=True,
        help="adulte ou enfant", examples=("adulte", "adulte", "enfant", "adulte"),
        others=("type", "statut", "qualite"),
    ),
    Column(
        name="compte", field="account", read=cells.choice(_YES | _NO),
        help="oui : un espace personnel est créé pour cet adulte ; non, ou vide : aucun",
        examples=("oui", "oui", "non", "oui"), others=("espace", "compte_citoyen"),
    ),
    Column(
        name="identifiant", field="login", read=_login,
        help="identifiant de connexion ; vide : prenom.nom est proposé, unique dans la ville",
        examples=("claire.testa", "", "", ""), others=("login",),
    ),
    Column(
        name="civilite", field="civility", read=cells.choice(_CIVILITIES), help="Mme ou M.",
        examples=("Mme", "M.", "", "Mme"), others=("titre",),
    ),
    Column(
        name="prenom", field="given_name", read=cells.name, required=True,
        help="prénom usuel", examples=("Claire", "Hugo", "Léa", "Zoé"), others=("prenoms",),
    ),
    Column(
        name="nom", field="family_name", read=cells.name, required=True, help="nom d'usage",
        examples=("Testa", "Testa", "Testa", "Martin-Le Goff"),
        others=("nom_usage", "nom_de_famille", "nom_d_usage"),
    ),
    Column(
        name="naissance", field="birth_date", read=day,
        help="date de naissance : JJ/MM/AAAA, AAAA-MM-JJ ou « 14 mars 1987 »",
        examples=("14/03/1987", "1985-11-02", "22 mai 2018", ""),
        others=("date_naissance", "date_de_naissance", "ne_le", "nee_le"),
    ),
    Column(
        name="courriel", field="mail", read=cells.mail,
        help="adresse de courriel ; un couple peut partager la même",
        examples=("claire.testa@courriel.example", "claire.testa@courriel.example", "", ""),
        others=("email", "e_mail", "mail", "mel", "adresse_mail", "adresse_courriel"),
    ),
    Column(
        name="telephone", field="phone", read=cells.phone, help="un seul numéro",
        examples=("06 39 98 01 01", "", "", "0639980102"),
        others=("tel", "portable", "mobile", "telephone_portable"),
    ),
    Column(
        name="adresse", field="street", read=cells.line(200), help="numéro et voie du foyer",
        examples=("10 rue Creuse", "10 rue Creuse", "10 rue Creuse", "3 impasse du Lavoir"),
        others=("rue", "voie"),
    ),
    Column(
        name="code_postal", field="postcode", read=cells.postcode, help="cinq chiffres",
        examples=("00210", "00210", "00210", "00210"), others=("cp",),
    ),
    Column(
        name="ville", field="city", read=cells.line(100), help="ville du foyer",
        examples=("Val-Fleuri",) * 4, others=("commune",),
    ),
    Column(
        name="ecole", field="school", read=cells.line(100), help="pour un enfant",
        examples=("", "", "École des Tilleuls", ""), others=("etablissement",),
    ),
    Column(
        name="classe", field="school_class", read=cells.line(50), help="pour un enfant",
        examples=("", "", "CE2", ""), others=("niveau",),
    ),
    Column(
        name="responsables", field="guardians", read=_guardians,
        help=(
            "pour un enfant : identifiants de ses responsables, séparés par des virgules, même d'un"
            " autre foyer ; vide : les adultes du foyer qui ont un compte"
        ),
        examples=("", "", "A1,A3", ""), others=("parents", "id_responsables"),
    ),
)  # fmt: skip
