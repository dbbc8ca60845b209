"""Invoices, requests and news: exact amounts, one owner, and a date that never lies."""

from decimal import Decimal
from pathlib import Path

import pytest

from models.dashboard import CitizenRequest, Invoice, InvoiceState, Loaded, News
from portal.importing import KindName
from portal.importing.outcome import Deed
from portal.invoices import invoices
from tests.importing.files import TODAY, TOWN, imported, text
from tests.portal.people import adult

pytestmark = pytest.mark.usefixtures("database")
HEADING = (
    "numero;personne;periode;emise_le;echeance;total;paye;etat;enfant;activite;quantite;montant"
)
BILL = (
    "N1;A-claire;octobre 2026;12/11/2026;2026-12-12;{total};{paid};{state};Léa;Cantine;14;{amount}"
)


def bill(
    number: str = "N1",
    *,
    total: str = "53,90",
    paid: str = "",
    state: str = "à payer",
    amount: str = "",
) -> str:
    told = BILL.format(total=total, paid=paid, state=state, amount=amount or total)
    return told.replace("N1", number)


async def refused(folder: Path, line: str) -> str:
    _, heard = await imported(text(folder, HEADING, line), KindName.INVOICES)
    assert await Invoice.all().count() == 0
    return heard.refused()[2]


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("53,90", "53.90"),
        ("53.9", "53.90"),
        ("1 234,56 €", "1234.56"),
        ("1\u202f234,56\u00a0€", "1234.56"),
        ("1.234,5", "1234.50"),
        ("12", "12.00"),
        ("12,300", "12.30"),
    ],
)
async def test_amounts_are_exact(tmp_path: Path, written: str, amount: str) -> None:
    claire = await adult("claire", town=TOWN)
    await imported(text(tmp_path, HEADING, bill(total=written)), KindName.INVOICES)
    [shown] = (await invoices(claire, today=TODAY)).items
    assert (shown.total, shown.remaining) == (Decimal(amount), Decimal(amount))
    assert shown.online_until == shown.due_on


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (bill(total="douze"), "total : « douze » n'est pas un montant : écrivez 1234,56"),
        (bill(total="-3"), "total : « -3 » : un montant ne peut pas être négatif"),
        (bill(total="3,141"), "total : « 3,141 » : un montant a deux décimales au plus"),
        (bill(total="999999999"), "total : « 999999999 » : un montant ne dépasse pas"),
        (bill(paid="60"), "paye : 60,00 € payés pour un total de 53,90 €"),
        (bill(paid="0", state="payée"), "paye : payée, mais 53,90 € restent dus"),
        (bill(state="payée en partie"), "paye : payée en partie : écrivez le montant"),
        (bill(state="perdue"), "etat : « perdue » n'est pas l'un de ces mots : à payer, payée"),
        (bill(amount="50"), "total : les lignes font 50,00 €, et le total 53,90 €"),
        (bill().replace("2026-12-12", "01/11/2026"), "echeance : l'échéance précède"),
        (bill().replace("A-claire", "A9"), "personne : « A9 » n'a pas d'espace dans cette ville"),
    ],
)
async def test_an_invoice_that_cannot_be(tmp_path: Path, line: str, reason: str) -> None:
    await adult("claire", town=TOWN)
    assert (await refused(tmp_path, line)).startswith(reason)


async def test_an_invoice_of_several_lines_is_one_and_is_paid_when_it_says_so(
    tmp_path: Path,
) -> None:
    await adult("claire", town=TOWN)
    two = [bill(total="63,50", amount=amount, state="Payée") for amount in ("53,90", "9,60")]
    path = text(tmp_path, HEADING, *two)
    tally, _ = await imported(path, KindName.INVOICES)
    [stored] = await Invoice.filter(town=TOWN)
    assert (stored.state, stored.paid) == (InvoiceState.PAID, Decimal("63.50"))
    assert [line["amount"] for line in stored.lines] == ["53.90", "9.60"]
    assert tally.kept == 2
    again, _ = await imported(path, KindName.INVOICES)
    assert again.deeds["invoice", Deed.SAME] == 1


async def test_an_invoice_paid_since_is_changed(tmp_path: Path) -> None:
    await adult("claire", town=TOWN)
    await imported(text(tmp_path, HEADING, bill()), KindName.INVOICES)
    tally, _ = await imported(text(tmp_path, HEADING, bill(state="payée")), KindName.INVOICES)
    assert tally.deeds["invoice", Deed.CHANGED] == 1
    assert (await Invoice.get(town=TOWN)).state is InvoiceState.PAID


async def test_an_invoice_never_passes_to_another_person(tmp_path: Path) -> None:
    await adult("claire", town=TOWN)
    await adult("paul", town=TOWN)
    await imported(text(tmp_path, HEADING, bill()), KindName.INVOICES)
    path = text(tmp_path, HEADING, bill().replace("A-claire", "A-paul"))
    _, heard = await imported(path, KindName.INVOICES)
    assert "« N1 » est déjà à une autre personne" in heard.refused()[2]


async def test_the_day_is_told_unless_somebody_would_miss_an_invoice(tmp_path: Path) -> None:
    await adult("claire", town=TOWN)
    strangers = bill("N2").replace("A-claire", "A9")
    _, heard = await imported(
        text(tmp_path, HEADING, bill(), bill("N3", paid="99")), KindName.INVOICES
    )
    assert await Loaded.all().count() == 0
    assert "la date de la rubrique n'a pas été changée" in heard.findings[-1].reason
    await imported(text(tmp_path, HEADING, bill(), strangers), KindName.INVOICES)
    assert (await Loaded.get(town=TOWN)).as_of == TODAY


async def test_a_request_is_filed_once(tmp_path: Path) -> None:
    await adult("claire", town=TOWN)
    path = text(
        tmp_path,
        "numero;personne;type;deposee_le;mise_a_jour_le;etat",
        "D1;A-claire;Inscription;25/09/2026;;En cours",
        "D2;A-claire;Inscription;25/09/2026;01/09/2026;En cours",
        "D3;A-claire;Inscription;25/09/2026;;En cours",
        "D3;A-claire;Inscription;25/09/2026;;En cours",
        "D4;A-claire;Inscription;25/09/2028;;En cours",
    )
    _, heard = await imported(path, KindName.REQUESTS)
    assert heard.refused() == {
        3: "mise_a_jour_le : mise à jour avant d'être déposée",
        4: " : refusée avec la ligne 5",
        5: "numero : cet identifiant est déjà à la ligne 4",
        6: "deposee_le : déposée le 25/09/2028, dans l'avenir",
    }
    [filed] = await CitizenRequest.filter(town=TOWN)
    assert filed.updated_on == filed.filed_on


async def test_news_replace_those_of_the_same_key(tmp_path: Path) -> None:
    heading = "cle;titre;texte;publiee_le"
    path = text(tmp_path, heading, 'fete;Fête;"Samedi à 15 h.\r\nVenez ! 🎉";20/11/2026')
    await imported(path, KindName.NEWS)
    assert (await News.get(town=TOWN)).body == "Samedi à 15 h.\r\nVenez ! 🎉"
    await imported(text(tmp_path, heading, "fete;Fête annulée;;20/11/2026"), KindName.NEWS)
    [told] = await News.filter(town=TOWN)
    assert (told.title, told.body) == ("Fête annulée", "")
