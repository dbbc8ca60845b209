"""A line of a file of invoices: an invoice, and one of the things that it bills."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from models.dashboard import InvoiceState
from portal.importing import cells
from portal.importing.columns import Column
from portal.importing.days import day

_STATES = {
    "à payer": InvoiceState.TO_PAY,
    "émise": InvoiceState.TO_PAY,
    "payée en partie": InvoiceState.PARTLY_PAID,
    "partiellement payée": InvoiceState.PARTLY_PAID,
    "payée": InvoiceState.PAID,
    "soldée": InvoiceState.PAID,
    "réglée": InvoiceState.PAID,
    "en retard": InvoiceState.OVERDUE,
    "impayée": InvoiceState.OVERDUE,
    "prélèvement": InvoiceState.DIRECT_DEBIT,
    "prélèvement programmé": InvoiceState.DIRECT_DEBIT,
    "transmise au Trésor public": InvoiceState.HANDED_OVER,
    "Trésor public": InvoiceState.HANDED_OVER,
    "annulée": InvoiceState.CANCELLED,
} | {state.value: state for state in InvoiceState}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bill:
    """What a line says of an invoice; the last five are of one thing billed."""

    number: int
    key: str
    person: str
    period: str
    issued_on: date
    due_on: date
    online_until: date | None = None
    counter_until: date | None = None
    regie: str = ""
    total: Decimal
    paid: Decimal | None = None
    state: InvoiceState
    child: str = ""
    activity: str = ""
    quantity: Decimal | None = None
    unit_price: Decimal | None = None
    amount: Decimal | None = None


#: What all the lines of one invoice must say alike; a blank cell says nothing.
ALIKE = (
    "person", "period", "issued_on", "due_on", "online_until", "counter_until", "regie", "total",
    "paid", "state",
)  # fmt: skip


def faults(bill: Bill) -> Iterator[tuple[str, str]]:
    """What cannot be true of an invoice: the name of the column, and the reason."""
    paid = bill.paid
    if bill.due_on < bill.issued_on:
        yield "echeance", "l'échéance précède le jour de l'émission"
    if paid is not None and paid > bill.total:
        yield "paye", f"{euros(paid)} payés pour un total de {euros(bill.total)}"
    elif bill.state is InvoiceState.PAID and paid is not None and paid < bill.total:
        yield "paye", f"payée, mais {euros(bill.total - paid)} restent dus"
    elif bill.state is InvoiceState.PARTLY_PAID and not paid:
        yield "paye", "payée en partie : écrivez le montant déjà payé"
    if (bill.activity == "") != (bill.amount is None):
        yield "montant", "une ligne de facture a une activité et un montant, ou aucun des deux"


def sum_fault(bills: Sequence[Bill]) -> str:
    """What is wrong with the sum of the lines of one invoice; nothing when the file has none."""
    billed = [bill.amount for bill in bills if bill.amount is not None]
    total = bills[0].total
    if not billed or sum(billed) == total:
        return ""
    return f"les lignes font {euros(Decimal(sum(billed)))}, et le total {euros(total)}"


def euros(amount: Decimal) -> str:
    """« 1 234,56 € »."""
    return f"{amount:,.2f} €".replace(",", " ").replace(".", ",")


#: In the order of the example file.
BILLS = (
    Column(
        name="numero", field="key", read=cells.code(64), required=True,
        help="numéro de la facture ; une ligne par chose facturée, avec le même numéro",
        examples=("VF-CAN-10412", "VF-CAN-10412", "VF-LOI-00831"), others=("facture", "num_facture"),
    ),
    Column(
        name="personne", field="person", read=cells.code(64), required=True,
        help="identifiant de la personne à qui elle est adressée, comme dans le fichier des familles",
        examples=("A1", "A1", "A3"), others=("id_personne", "payeur"),
    ),
    Column(
        name="periode", field="period", read=cells.line(64), required=True, help="« octobre 2026 »",
        examples=("octobre 2026", "octobre 2026", "octobre 2026"),
    ),
    Column(
        name="emise_le", field="issued_on", read=day, required=True, help="jour de l'émission",
        examples=("12/11/2026", "12/11/2026", "2026-11-14"), others=("emission", "date_emission"),
    ),
    Column(
        name="echeance", field="due_on", read=day, required=True, help="date limite écrite sur la facture",
        examples=("12/12/2026", "12/12/2026", "2026-12-14"), others=("date_echeance",),
    ),
    Column(
        name="en_ligne_jusqu_au", field="online_until", read=day,
        help="dernier jour pour payer en ligne ; vide : l'échéance", examples=("12/12/2026", "", ""),
    ),
    Column(
        name="guichet_jusqu_au", field="counter_until", read=day,
        help="dernier jour pour payer au guichet ; vide : l'échéance", examples=("27/12/2026", "", ""),
    ),
    Column(
        name="regie", field="regie", read=cells.line(100), help="service qui encaisse",
        examples=("Restauration scolaire", "Restauration scolaire", "Loisirs"),
    ),
    Column(
        name="total", field="total", read=cells.money, required=True,
        help="total de la facture : 1234,56", examples=("63,50", "63,50", "1 250,00 €"),
    ),
    Column(
        name="paye", field="paid", read=cells.money, help="déjà payé ; vide : rien, ou tout si « payée »",
        examples=("", "", "1250"), others=("deja_paye", "montant_paye"),
    ),
    Column(
        name="etat", field="state", read=cells.choice(_STATES), required=True,
        help=(
            "à payer, payée en partie, payée, en retard, prélèvement, transmise au Trésor public"
            " ou annulée"
        ),
        examples=("à payer", "à payer", "payée"), others=("statut",),
    ),
    Column(
        name="enfant", field="child", read=cells.line(100), help="prénom de l'enfant concerné",
        examples=("Léa", "Léa", ""),
    ),
    Column(
        name="activite", field="activity", read=cells.line(100), help="ce qui est facturé",
        examples=("Cantine", "Accueil du matin", ""), others=("prestation", "libelle"),
    ),
    Column(
        name="quantite", field="quantity", read=cells.quantity, help="repas, heures… ; vide : 1",
        examples=("14", "8", ""),
    ),
    Column(
        name="prix_unitaire", field="unit_price", read=cells.money, help="vide : le montant",
        examples=("3,85", "1,20", ""),
    ),
    Column(
        name="montant", field="amount", read=cells.money,
        help="de cette ligne ; leur somme doit faire le total", examples=("53,90", "9,60", ""),
    ),
)  # fmt: skip
