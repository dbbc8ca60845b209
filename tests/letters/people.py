"""An adult without a mailbox, a child, and the letter that was printed for them."""

import subprocess
from datetime import date
from pathlib import Path

from desk import letters
from models.family import Child, Citizen, Guardianship
from tests.desk.office import TOWN, Office, family

BORN = date(2019, 3, 12)


async def without_mail(**others: object) -> Citizen:
    """Claire Testa, of whom the town has the street, and one child born on 12 March 2019."""
    citizen = await family(mail="", **others)
    child = await Child.create(
        town=TOWN.slug, external_id="e1", given_name="Léa", family_name="Testa", birth_date=BORN
    )
    await Guardianship.create(town=TOWN.slug, child=child, citizen=citizen)
    return citizen


async def letter_of(office: Office, citizen: Citizen) -> str:
    """The key that is printed for her."""
    link = await letters.issue(office.counter, citizen, office.clock())
    return letters.key_of(office.counter, link)


def read(pdf: Path) -> str:
    """What somebody would select and copy."""
    told = subprocess.run(  # noqa: S603 - a program of the system, on a file of ours
        ["pdftotext", "-layout", str(pdf), "-"],  # noqa: S607 - wherever it is installed
        capture_output=True,
        text=True,
        check=True,
    )
    return told.stdout
