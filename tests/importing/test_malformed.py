"""A test for each malformed file: a clear reason in French, and nothing half written."""

from datetime import date
from pathlib import Path

import pytest

from models.family import Citizen, Household
from portal.importing import BadFile
from tests.importing.files import (
    CLAIRE,
    HEADING,
    HUGO,
    LEA,
    TOWN,
    ZOE,
    bomb,
    families,
    imported,
    text,
    workbook,
)

pytestmark = pytest.mark.usefixtures("database")
ROWS = [HEADING.split(";"), CLAIRE.split(";"), HUGO.split(";"), LEA.split(";"), ZOE.split(";")]


async def names() -> set[str]:
    return {row.given_name for row in await Citizen.filter(town=TOWN)}


async def refused(folder: Path, line: str) -> str:
    """Why that line is refused; the next household came in nevertheless."""
    _, heard = await imported(families(folder, line, ZOE))
    assert await names() == {"Zoé"}
    return heard.refused()[2]


async def unreadable(path: Path) -> str:
    with pytest.raises(BadFile) as told:
        await imported(path)
    assert await Household.all().count() == 0
    return str(told.value)


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
async def test_a_text_is_read_as_excel_writes_it(
    tmp_path: Path, delimiter: str, encoding: str
) -> None:
    lines = [line.replace(";", delimiter) for line in (HEADING, CLAIRE, LEA, ZOE)]
    await imported(text(tmp_path, *lines, encoding=encoding))
    assert await names() == {"Claire", "Zoé"}


async def test_the_hint_sep_and_blank_lines_are_no_lines_of_the_file(tmp_path: Path) -> None:
    _, heard = await imported(text(tmp_path, "sep=;", HEADING, "", ";;;", CLAIRE.replace("A1", "")))
    assert list(heard.refused()) == [5]


async def test_a_workbook_is_read_with_its_own_dates_and_numbers(tmp_path: Path) -> None:
    row = [
        "F1",
        12.0,
        "adulte",
        True,
        "Claire",
        "Testa",
        date(1987, 3, 14),
        None,
        639980101,
        None,
        "",
    ]
    await imported(workbook(tmp_path, [HEADING.split(";"), row]))
    claire = await Citizen.get(town=TOWN)
    assert (claire.external_id, claire.phone) == ("12", "06 39 98 01 01")
    assert str(claire.birth_date) == "1987-03-14"


@pytest.mark.parametrize("written", ["14/03/1987", "1987-03-14", "14 mars 1987", "14.03.1987"])
async def test_dates_in_their_formats(tmp_path: Path, written: str) -> None:
    await imported(families(tmp_path, CLAIRE.replace("14/03/1987", written)))
    assert str((await Citizen.get(town=TOWN)).birth_date) == "1987-03-14"


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("14/03/87", "écrivez l'année en quatre chiffres"),
        ("03/14/1987", "le mois 14 n'existe pas (JJ/MM/AAAA)"),
        ("31/02/1987", "ce jour n'existe pas"),
        ("31850", "est un nombre : donnez à la colonne le format Date"),
        ("jadis", "n'est pas une date : écrivez JJ/MM/AAAA ou AAAA-MM-JJ"),
        ("01/01/2030", "dans l'avenir"),
        ("02/05/2017", "un adulte de 9 ans (né(e) le 02/05/2017) : est-ce un enfant ?"),
    ],
)
async def test_a_date_that_cannot_be(tmp_path: Path, written: str, reason: str) -> None:
    assert reason in await refused(tmp_path, CLAIRE.replace("14/03/1987", written))


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ("Claire", "Claire 😀", "prenom : « Claire 😀 » n'est pas un nom (« 😀 »)"),
        ("10 rue Creuse", "10 rue 🏠", "adresse : « 🏠 » n'a pas sa place ici"),
        ("Claire", '=HYPERLINK("x")', "prenom : « =HYPERLINK(\"x\") » est une formule"),
        ("Claire", "#REF!", "prenom : « #REF! » est une erreur du tableur"),
        ("Claire", "ClÃ©a", "prenom : les accents sont abîmés"),
        ("Claire", "", "prenom : case vide"),
        ("10 rue Creuse", "x" * 1_000_000, "adresse : la case a 1 000 000 caractères, au plus 200"),
        ("claire@exemple.example", "claire@", "courriel : « claire@ » n'est pas une adresse"),
        ("06 39 98 01 01", "6,4E+08", "telephone : « 6,4E+08 » n'est pas un numéro"),
        (";oui;", ";peut-être;", "compte : « peut-être » n'est pas l'un de ces mots : oui, non"),
        ("adulte;oui", "enfant;oui", "compte : un enfant n'a pas de compte"),
    ],
)  # fmt: skip
async def test_a_cell_that_cannot_be(tmp_path: Path, before: str, after: str, reason: str) -> None:
    quoted = '"' + after.replace('"', '""') + '"' if '"' in after else after
    assert reason in await refused(tmp_path, CLAIRE.replace(before, quoted, 1))


async def test_slipped_columns_are_told_as_such(tmp_path: Path) -> None:
    slipped = CLAIRE.replace("A1;adulte", "A1;;adulte").removesuffix(";")
    why = await refused(tmp_path, slipped)
    assert why == "role : colonnes décalées : « adulte » se trouve dans compte"
    why = await refused(tmp_path, CLAIRE.replace("rue Creuse", "rue;Creuse;x"))
    assert why == " : 12 cases, et 11 dans l'en-tête : colonnes décalées"


async def test_a_double_id_refuses_both_households(tmp_path: Path) -> None:
    _, heard = await imported(families(tmp_path, CLAIRE, HUGO, ZOE.replace("A3", "A1")))
    assert heard.refused() == {
        2: "personne : « A1 » est aussi à la ligne 4 : un identifiant n'a qu'une ligne",
        3: " : foyer refusé avec la ligne 2",
        4: "personne : « A1 » est aussi à la ligne 2 : un identifiant n'a qu'une ligne",
    }
    assert await names() == set()


async def test_two_addresses_in_a_household_are_refused(tmp_path: Path) -> None:
    _, heard = await imported(families(tmp_path, CLAIRE, HUGO.replace(";;;;", ";;;9 rue Longue;")))
    assert "mais la ligne 2 du même foyer dit autre chose" in heard.refused()[3]


async def test_a_formula_in_a_workbook_is_refused(tmp_path: Path) -> None:
    rows = [*ROWS[:1], [cell if cell != "Claire" else "=B2&C2" for cell in ROWS[1]], ROWS[4]]
    _, heard = await imported(workbook(tmp_path, rows))
    assert "est une formule : collez sa valeur" in heard.refused()[2]
    assert await names() == {"Zoé"}


async def test_a_missing_column_stops_before_anything_is_written(tmp_path: Path) -> None:
    why = await unreadable(text(tmp_path, HEADING.replace("prenom", "prenom_usage"), CLAIRE))
    assert why.startswith("il manque la colonne prenom.")
    assert "--map prenom=NOM" in why


async def test_a_column_twice_stops_before_anything_is_written(tmp_path: Path) -> None:
    why = await unreadable(text(tmp_path, HEADING + ";E-mail", CLAIRE + ";x"))
    assert why == "deux colonnes sont « courriel » : « courriel », « E-mail »"


async def test_a_truncated_text_is_told_before_anything_is_written(tmp_path: Path) -> None:
    whole = text(tmp_path, HEADING, CLAIRE, HUGO, ZOE).read_bytes()
    cut = tmp_path / "coupe.csv"
    cut.write_bytes(whole[:-60])
    assert "s'arrête au milieu de la ligne 4" in await unreadable(cut)
    cut.write_bytes(text(tmp_path, HEADING, CLAIRE.replace("10 rue", '"10 rue')).read_bytes())
    assert "dans une case entre guillemets" in await unreadable(cut)
    cut.write_bytes("nom;Lé".encode()[:-1])
    assert "coupé au milieu d'une lettre" in await unreadable(cut)


async def test_a_misplaced_quote_is_told_before_anything_is_written(tmp_path: Path) -> None:
    why = await unreadable(
        families(tmp_path, CLAIRE.replace("10 rue Creuse", '"Rés. "Lilas""'), ZOE)
    )
    assert "ligne 2" in why
    assert "guillemet" in why


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "le fichier est vide"),
        (b"\n\n \n", "le fichier est vide"),
        (HEADING.encode(), "n'a que son en-tête"),
        (b"%PDF-1.7", "c'est un PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "ancien format .xls"),
        (b"a;b\n\0\0", "pas un fichier de texte"),
        (b"a;b\n\x81\x8d", "ni en UTF-8 ni en windows-1252"),
        (b"PK\x03\x04 rien", "le classeur est abîmé ou coupé"),
    ],
)
async def test_what_is_no_table_is_told(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "fichier.xlsx"
    path.write_bytes(content)
    assert reason in await unreadable(path)


async def test_a_truncated_workbook_is_told(tmp_path: Path) -> None:
    path = workbook(tmp_path, ROWS)
    path.write_bytes(path.read_bytes()[:-300])
    assert "abîmé ou coupé" in await unreadable(path)


async def test_a_zip_bomb_is_not_opened(tmp_path: Path) -> None:
    assert "occuperait 250 Mo une fois déplié" in await unreadable(bomb(tmp_path))


async def test_a_workbook_far_too_wide_or_long_takes_no_memory(tmp_path: Path) -> None:
    path = workbook(tmp_path, ROWS, far="XFD9000")
    _, heard = await imported(path)
    assert "16384 cases, et 11 dans l'en-tête" in heard.refused()[9000]
    assert await names() == {"Claire", "Hugo", "Zoé"}
