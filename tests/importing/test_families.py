"""A file of families comes in: who gets an account, what is refused, what a second file may change."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from tortoise.transactions import in_transaction

from desk.privacy.account import close_account, empty_account
from models.dashboard import Loaded
from models.family import Child, Citizen, Guardianship, Household
from models.imported import Imported
from portal.citizens import change
from portal.importing import What
from portal.importing.merging import Side
from portal.importing.outcome import Deed
from tests.importing.files import (
    CLAIRE,
    HEADING,
    HUGO,
    LEA,
    NOW,
    TODAY,
    TOWN,
    ZOE,
    Heard,
    families,
    imported,
    text,
)
from tests.portal.people import adult

pytestmark = pytest.mark.usefixtures("database")


async def logins() -> set[str]:
    return {citizen.login for citizen in await Citizen.filter(town=TOWN)}


async def test_a_household_comes_in_with_its_accounts_and_its_children(tmp_path: Path) -> None:
    tally, heard = await imported(families(tmp_path, CLAIRE, HUGO, LEA, ZOE))
    assert heard.findings == []
    assert (tally.lines, tally.kept, heard.done) == (4, 4, 4)
    assert await logins() == {"claire.testa", "hugo.testa", "zoe.martin"}
    claire = await Citizen.get(town=TOWN, external_id="A1").prefetch_related("household")
    assert (claire.mail, claire.phone) == ("claire@exemple.example", "06 39 98 01 01")
    assert (claire.household.external_id, claire.household.street) == ("F1", "10 rue Creuse")
    lea = await Child.get(town=TOWN, external_id="E1")
    assert (lea.given_name, str(lea.birth_date)) == ("Léa", "2018-05-22")
    assert await Guardianship.filter(child_id=lea.id).count() == 2


async def test_the_day_of_the_data_is_told_from_then_on(tmp_path: Path) -> None:
    await imported(families(tmp_path, CLAIRE))
    loaded = await Loaded.get(town=TOWN)
    assert (loaded.heading, loaded.as_of) == ("household", TODAY)


async def test_the_same_file_again_changes_nothing(tmp_path: Path) -> None:
    path = families(tmp_path, CLAIRE, HUGO, LEA, ZOE)
    await imported(path)
    tally, heard = await imported(path)
    assert heard.findings == []
    assert {deed for _, deed in tally.deeds} == {Deed.SAME}
    assert await Imported.all().count() == await Household.all().count() + 4


async def test_an_adult_without_account_is_not_kept(tmp_path: Path) -> None:
    tally, _ = await imported(families(tmp_path, CLAIRE, HUGO.replace(";oui;", ";non;")))
    assert await logins() == {"claire.testa"}
    assert tally.deeds["no_account", Deed.SAME] == 1


async def test_two_people_of_the_same_name_get_two_logins(tmp_path: Path) -> None:
    await adult("claire.testa")
    other = CLAIRE.replace("F1;A1", "F8;A8")
    await imported(families(tmp_path, CLAIRE, other))
    assert await logins() == {"claire.testa", "claire.testa2", "claire.testa3"}


async def test_a_login_of_the_file_is_never_proposed_to_another(tmp_path: Path) -> None:
    path = text(
        tmp_path,
        "foyer;personne;role;compte;prenom;nom;identifiant",
        "F1;A1;adulte;oui;Claire;Testa;",
        "F2;A2;adulte;oui;Paul;Martin;Claire.Testa",
    )
    await imported(path)
    assert {row.external_id: row.login for row in await Citizen.all()} == {
        "A1": "claire.testa2",
        "A2": "claire.testa",
    }


async def test_a_login_that_somebody_has_refuses_the_household(tmp_path: Path) -> None:
    await adult("paul")
    path = text(
        tmp_path,
        "foyer;personne;role;compte;prenom;nom;identifiant",
        "F1;A1;adulte;oui;Claire;Testa;paul",
        "F1;A2;adulte;oui;Hugo;Testa;",
    )
    _, heard = await imported(path)
    assert heard.refused() == {
        2: "identifiant : « paul » est déjà l'identifiant d'une autre personne",
        3: " : foyer refusé avec la ligne 2",
    }
    assert await logins() == {"paul"}


async def test_a_refused_household_leaves_nothing_and_the_others_come_in(tmp_path: Path) -> None:
    tally, heard = await imported(
        families(tmp_path, CLAIRE, HUGO.replace("1985", "1585"), LEA, ZOE)
    )
    assert heard.refused() == {
        2: " : foyer refusé avec la ligne 3",
        3: "naissance : né(e) le 02/11/1585, il y a 441 ans : l'année est à vérifier",
        4: " : foyer refusé avec la ligne 3",
    }
    assert (tally.lines, tally.kept) == (4, 1)
    assert [row.external_id for row in await Household.all()] == ["F2"]
    assert await Child.all().count() == 0


async def test_the_lines_of_a_household_may_be_far_apart(tmp_path: Path) -> None:
    await imported(families(tmp_path, CLAIRE, ZOE, LEA, HUGO))
    assert await Guardianship.all().count() == 2


async def test_a_parent_of_another_household_may_come_later_in_the_file(tmp_path: Path) -> None:
    await imported(families(tmp_path, CLAIRE, LEA + "A1,A3", ZOE))
    linked = await Guardianship.all().prefetch_related("citizen")
    assert {link.citizen.external_id for link in linked} == {"A1", "A3"}


async def test_a_parent_that_nobody_knows_refuses_the_household(tmp_path: Path) -> None:
    _, heard = await imported(families(tmp_path, CLAIRE, LEA + "A1,A99"))
    assert heard.refused()[3] == "responsables : « A99 » n'est ni dans le fichier, ni déjà connu"
    assert await logins() == set()


async def test_a_parent_that_the_file_no_longer_names_no_longer_sees_the_child(
    tmp_path: Path,
) -> None:
    await imported(families(tmp_path, CLAIRE, HUGO, LEA))
    _, heard = await imported(families(tmp_path, CLAIRE, HUGO, LEA + "A1"))
    assert [one.person for one in heard.of(What.NOTE)] == ["E1"]
    linked = await Guardianship.all().prefetch_related("citizen")
    assert [link.citizen.external_id for link in linked] == ["A1"]


async def test_what_the_town_changed_is_changed(tmp_path: Path) -> None:
    await imported(families(tmp_path, CLAIRE, ZOE))
    moved = (
        CLAIRE.replace("claire@", "c.testa@").replace("F1;A1", "F2;A1").replace("10 rue Creuse", "")
    )
    tally, heard = await imported(families(tmp_path, moved, ZOE))
    assert [one.group for one in heard.findings] == ["F1"]  # nobody lives there any more
    claire = await Citizen.get(town=TOWN, external_id="A1").prefetch_related("household")
    assert (claire.mail, claire.household.external_id) == ("c.testa@exemple.example", "F2")
    assert tally.deeds["adult", Deed.CHANGED] == 1


async def test_what_a_citizen_changed_is_a_conflict_and_stays(tmp_path: Path) -> None:
    await imported(families(tmp_path, CLAIRE))
    claire = await Citizen.get(town=TOWN, external_id="A1")
    await change(claire, mail="moi@exemple.example", login="clairette")
    path = families(tmp_path, CLAIRE.replace("06 39 98 01 01", "06 39 98 09 09"))
    _, heard = await imported(path)
    [conflict] = heard.of(What.CONFLICT)
    assert (conflict.line, conflict.column) == (2, "courriel")
    assert (conflict.told, conflict.known) == ("claire@exemple.example", "moi@exemple.example")
    await claire.refresh_from_db()
    assert (claire.mail, claire.login) == ("moi@exemple.example", "clairette")
    assert claire.phone == "06 39 98 09 09"
    await imported(path, overwrite=frozenset({"courriel"}))
    await claire.refresh_from_db()
    assert claire.mail == "claire@exemple.example"


async def test_a_conflict_that_was_settled_is_not_asked_again(tmp_path: Path) -> None:
    await imported(families(tmp_path, CLAIRE))
    claire = await Citizen.get(town=TOWN, external_id="A1")
    await change(claire, mail="moi@exemple.example", phone="06 39 98 00 00")
    path = families(tmp_path, CLAIRE)
    decided = {("A1", "courriel"): Side.GUICHET, ("A1", "telephone"): Side.FILE}
    _, heard = await imported(path, rulings=decided)
    assert heard.of(What.CONFLICT) == []
    await claire.refresh_from_db()
    assert (claire.mail, claire.phone) == ("moi@exemple.example", "06 39 98 01 01")
    _, heard = await imported(path)
    assert heard.of(What.CONFLICT) == []
    await claire.refresh_from_db()
    assert claire.mail == "moi@exemple.example"


async def test_it_is_asked_again_once_the_file_says_something_else(tmp_path: Path) -> None:
    await imported(families(tmp_path, CLAIRE))
    claire = await Citizen.get(town=TOWN, external_id="A1")
    await change(claire, mail="moi@exemple.example")
    decided = {("A1", "courriel"): Side.GUICHET}
    await imported(families(tmp_path, CLAIRE), rulings=decided)
    path = families(tmp_path, CLAIRE.replace("claire@", "nouvelle@"))
    _, heard = await imported(path)
    assert [one.told for one in heard.of(What.CONFLICT)] == ["nouvelle@exemple.example"]


async def test_a_blank_cell_erases_nothing(tmp_path: Path) -> None:
    await imported(families(tmp_path, CLAIRE))
    _, heard = await imported(families(tmp_path, "F1;A1;adulte;oui;Claire;Testa;;;;;"))
    assert heard.findings == []
    assert (await Citizen.get(town=TOWN)).mail == "claire@exemple.example"


async def test_people_missing_from_the_file_are_told_and_stay(tmp_path: Path) -> None:
    await imported(families(tmp_path, CLAIRE, LEA, ZOE))
    _, heard = await imported(families(tmp_path, ZOE))
    assert [(one.group, one.person) for one in heard.of(What.ABSENT)] == [
        ("F1", ""),
        ("", "A1"),
        ("", "E1"),
    ]
    assert await Citizen.all().count() == 2


async def test_shared_mailboxes_and_phones_are_told(tmp_path: Path) -> None:
    same = ZOE.replace("zoe@", "Claire@").replace(";;3 imp", ";0639980101;3 imp")
    _, heard = await imported(families(tmp_path, CLAIRE, same))
    assert [(one.line, one.column, one.reason) for one in heard.findings] == [
        (3, "courriel", "le même que celui de la ligne 2, du foyer F1"),
        (3, "telephone", "le même que celui de la ligne 2, du foyer F1"),
    ]


async def test_a_dry_run_tells_the_same_and_writes_nothing(tmp_path: Path) -> None:
    path = families(tmp_path, CLAIRE, HUGO, LEA + "A1,A3", ZOE)
    tried, _ = await imported(path, dry_run=True)
    assert await Household.all().count() == await Imported.all().count() == 0
    assert await Loaded.all().count() == 0
    done, _ = await imported(path)
    assert tried.deeds == done.deeds


async def test_stopped_in_the_middle_it_finishes_when_run_again(tmp_path: Path) -> None:
    class Stopped(Heard):
        def advance(self, lines: int) -> None:
            super().advance(lines)
            if self.done >= 100:
                raise KeyboardInterrupt

    many = [CLAIRE.replace("F1;A1", f"F{n};A{n}") for n in range(250)]
    path = families(tmp_path, *many)
    with pytest.raises(KeyboardInterrupt):
        await imported(path, heard=Stopped())
    assert await Citizen.all().count() == 100
    tally, _ = await imported(path)
    assert (tally.deeds["adult", Deed.SAME], tally.deeds["adult", Deed.CREATED]) == (100, 150)
    assert len(await logins()) == 250


async def test_a_town_says_nothing_of_another(tmp_path: Path) -> None:
    path = families(tmp_path, CLAIRE)
    await imported(path)
    _, heard = await imported(path, town="ailleurs")
    assert heard.findings == []
    assert {row.login for row in await Citizen.filter(town="ailleurs")} == {"claire.testa"}


async def test_what_happens_in_that_very_moment_is_seen(tmp_path: Path) -> None:
    """Between the comparison and the writing, Zoé's login is taken and Claire changes her mail."""
    await imported(families(tmp_path, CLAIRE))
    claire = await Citizen.get(town=TOWN)

    @asynccontextmanager
    async def meanwhile() -> AsyncIterator[None]:
        if not await Citizen.filter(town=TOWN, login="zoe.martin").exists():
            await adult("zoe.martin", town=TOWN, mail="")
            await change(claire, mail="moi@exemple.example")
        async with in_transaction():
            yield

    path = families(tmp_path, CLAIRE.replace("claire@", "c@"), ZOE)
    tally, heard = await imported(path, transaction=meanwhile)
    assert tally.kept == 2
    assert await logins() == {"claire.testa", "zoe.martin", "zoe.martin2"}
    assert [one.known for one in heard.of(What.CONFLICT)] == ["moi@exemple.example"]
    await claire.refresh_from_db()
    assert claire.mail == "moi@exemple.example"


async def test_nothing_of_whoever_was_erased_is_put_back(tmp_path: Path) -> None:
    path = families(tmp_path, CLAIRE, LEA, ZOE)
    await imported(path)
    claire = await Citizen.get(town=TOWN, external_id="A1")
    await close_account(claire, NOW)
    await empty_account(claire, NOW)
    for lines in ((CLAIRE, LEA, ZOE), (ZOE,)):
        _, heard = await imported(families(tmp_path, *lines))
        assert heard.of(What.ABSENT) == []
        assert [one.line for one in heard.of(What.NOTE)] == list(range(2, len(lines) + 1))
    await claire.refresh_from_db()
    assert (claire.given_name, claire.mail, claire.phone) == ("", "", "")
    assert await Child.all().count() == await Guardianship.all().count() == 0
    assert {row.external_id for row in await Household.all()} == {f"~{claire.id}", "F2"}


async def test_another_layout_is_mapped(tmp_path: Path) -> None:
    path = text(
        tmp_path, HEADING.replace("courriel", "Mél du parent").replace("prenom", "Prénom"), CLAIRE
    )
    await imported(path, mapped={"courriel": "mel du PARENT"})
    assert (await Citizen.get(town=TOWN)).mail == "claire@exemple.example"
