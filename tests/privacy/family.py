"""Claire, her household and all that the town holds about them."""

from datetime import date

from desk.privacy.acts import Staff
from models.dashboard import CitizenRequest, Document, Invoice, InvoiceState
from models.family import Child, Citizen, Guardianship
from models.ticket import Asked, Ticket
from tests.desk.office import NOON, TOWN, family

STAFF = Staff(by="agent", reason="demande au guichet")
DAY = date(2026, 6, 1)
CHILD, SCHOOL, STREET, PHONE = "Zéphyrine", "École des Marronniers", "10 rue Creuse", "0611223344"


async def with_a_space(citizen: Citizen) -> None:
    """An invoice, a request, a number to say, a document, a child, a phone, a birth date."""
    await Citizen.filter(id=citizen.id).update(phone=PHONE, birth_date=date(1984, 2, 29))
    mine = {"town": TOWN.slug, "citizen_id": citizen.id}
    invoice = Invoice(
        **mine,
        number="F-2026-051",
        period="mai 2026",
        issued_on=DAY,
        due_on=DAY,
        online_until=DAY,
        counter_until=DAY,
        total="53.90",
        state=InvoiceState.TO_PAY,
        lines=[
            {
                "child": CHILD,
                "activity": "cantine",
                "quantity": "14",
                "unit_price": "3.85",
                "amount": "53.90",
            }
        ],
    )
    await invoice.save()
    asked = CitizenRequest(
        **mine, number="D-7", type="Inscription", filed_on=DAY, updated_on=DAY, state="reçue"
    )
    await asked.save()
    document = Document(**mine, external_id="doc-3", title="Attestation fiscale", issued_on=DAY)
    await document.save()
    await ward(citizen, "enfant-1", CHILD)
    ticket = Ticket(
        **mine,
        reference="2026-48291",
        asked=Asked.PERSON,
        address_id=0,
        asked_at=NOON,
    )
    await ticket.save()


async def ward(citizen: Citizen, external_id: str, name: str) -> Child:
    """A child for whom `citizen` answers, alone or with others."""
    known = await Child.get_or_none(town=TOWN.slug, external_id=external_id)
    child = known or Child(
        town=TOWN.slug,
        external_id=external_id,
        given_name=name,
        family_name="Testa",
        birth_date=date(2019, 4, 1),
        school=SCHOOL,
    )
    await child.save()
    line = Guardianship(town=TOWN.slug, child=child, citizen=citizen)
    await line.save()
    return child


async def spouse(citizen: Citizen, mail: str, login: str = "marc.testa") -> Citizen:
    """Another adult of the same household."""
    other = await family(login=login, mail=mail, given_name="Marc", civility="M.")
    other.household_id = citizen.household_id
    await other.save()
    return other
