"""Who gets a letter: as many as were asked for, and with `--dry-run` nothing but their number."""

from datetime import timedelta

from desk import letters
from desk.waves.only import Only
from guichet.letters.making import make
from models.family import Household
from models.link import PageLink
from tests.desk.office import TOWN, Office, family
from tests.letters.people import BORN, letter_of, without_mail


async def five(office: Office) -> None:
    """Adults without a mailbox, of whom the first two have no street."""
    nowhere = await Household.create(town=TOWN.slug, external_id="nulle-part")
    for nth in range(5):
        home = {"household": nowhere} if nth < 2 else {}
        await family(f"adulte{nth}", "", birth_date=BORN, **home)
    assert not await PageLink.exists()


async def test_a_limit_counts_the_letters_and_not_those_who_get_none(office: Office) -> None:
    await five(office)
    made = await make(office.counter, TOWN.slug, Only(), limit=2)
    assert (made.many, len(made.pages), made.without.total()) == (2, 2, 2)
    assert await PageLink.all().count() == 2


async def test_a_dry_run_counts_and_makes_no_key(office: Office) -> None:
    await five(office)
    made = await make(office.counter, TOWN.slug, Only(), dry_run=True)
    assert (made.many, made.pages, made.without.total()) == (3, [], 2)
    assert not await PageLink.exists()


async def test_a_letter_about_to_expire_is_not_printed_again(office: Office) -> None:
    citizen = await without_mail()
    key = await letter_of(office, citizen)
    office.clock.passes(days=60)
    assert await letter_of(office, citizen) == key
    office.clock.passes(days=29)
    assert await letter_of(office, citizen) != key
    newest = await letters.issue(office.counter, citizen, office.clock())
    assert newest.expires_at - office.clock() > timedelta(days=80)
    said = await office.chat().say(f"{key} 12/03/2019")
    assert "espace de Mme T." in said, "the older one is good to its last day"
