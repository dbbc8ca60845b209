"""A line of a file of requests (démarches), and one of a file of news: nothing but what they say."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from portal.importing import cells
from portal.importing.columns import Column
from portal.importing.days import day


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """A request that somebody filed."""

    number: int
    key: str
    person: str
    type: str
    filed_on: date
    updated_on: date | None = None
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One piece of news."""

    number: int
    key: str
    title: str
    body: str = ""
    published_on: date


def faults(filed: Filed, today: date) -> Iterator[tuple[str, str]]:
    """What cannot be true of a request: the name of the column, and the reason."""
    if filed.filed_on > today:
        yield "deposee_le", f"déposée le {filed.filed_on:%d/%m/%Y}, dans l'avenir"
    if filed.updated_on and filed.updated_on < filed.filed_on:
        yield "mise_a_jour_le", "mise à jour avant d'être déposée"


#: In the order of the example file.
REQUESTS = (
    Column(
        name="numero", field="key", read=cells.code(64), required=True, help="numéro de la demande",
        examples=("VF-D-2207", "VF-D-2211"), others=("demande",),
    ),
    Column(
        name="personne", field="person", read=cells.code(64), required=True,
        help="identifiant de qui l'a déposée, comme dans le fichier des familles",
        examples=("A1", "A3"), others=("id_personne", "demandeur"),
    ),
    Column(
        name="type", field="type", read=cells.line(100), required=True, help="ce qui est demandé",
        examples=("Inscription à la cantine", "Dérogation scolaire"), others=("demarche", "objet"),
    ),
    Column(
        name="deposee_le", field="filed_on", read=day, required=True, help="jour du dépôt",
        examples=("25/09/2026", "2026-10-02"), others=("date_depot", "depot"),
    ),
    Column(
        name="mise_a_jour_le", field="updated_on", read=day,
        help="dernier changement ; vide : jour du dépôt", examples=("3 octobre 2026", ""),
        others=("date_maj", "maj"),
    ),
    Column(
        name="etat", field="state", read=cells.line(64), required=True,
        help="avec vos mots : c'est ce que l'habitant lira", examples=("Acceptée", "En cours d'examen"),
        others=("statut",),
    ),
)  # fmt: skip
NEWS = (
    Column(
        name="cle", field="key", read=cells.code(64), required=True,
        help="identifiant de l'actualité ; le même la remplace",
        examples=("fete-2026", "travaux-lavoir"), others=("id", "identifiant", "numero"),
    ),
    Column(
        name="titre", field="title", read=cells.line(200), required=True, help="une ligne",
        examples=("Fête du village", "Rue du Lavoir fermée"),
    ),
    Column(
        name="texte", field="body", read=cells.paragraphs(4000), help="4 000 caractères au plus",
        examples=("Samedi à 15 h, place de la Mairie.", "Du 1er au 5 décembre."),
        others=("contenu", "corps"),
    ),
    Column(
        name="publiee_le", field="published_on", read=day, required=True,
        help="elle ne se voit pas avant ce jour", examples=("20/11/2026", "2026-11-24"),
        others=("date", "date_publication"),
    ),
)  # fmt: skip
