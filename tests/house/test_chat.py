"""`guichet chat` from a pipe: what a person at a terminal sees, and the story that it leaves."""

from pathlib import Path

import pytest

from tests.flows.story import Story, played
from tests.house.program import Place

pytestmark = pytest.mark.slow

PASSWORD = "canari-terminal-62-gond"
HEAD = "# Une conversation au terminal."


def talked(place: Place, *words: str, typed: tuple[str, ...]) -> str:
    answer = place.ran("chat", *words, typed="\n".join(typed) + "\n")
    assert answer.returncode == 0, answer.stderr
    assert answer.stderr == ""
    return answer.stdout


def stories_in(told: str, folder: Path) -> list[Story]:
    """Each story of a repro, as a file."""
    every = [HEAD + rest.rstrip("\n") + "\n" for rest in told.split(HEAD)[1:]]
    return [Story(folder / f"{number}.txt", text) for number, text in enumerate(every)]


def test_from_telegram_to_mail_and_the_story_can_be_told_again(place: Place) -> None:
    told = talked(
        place, "--throwaway", "--repro", "--journal", "--citizen", "claire.testa",
        typed=(
            ":lien", "/1", "garder cet identifiant", "abc", PASSWORD, "Suite",
            ":mail", "continuer", ":telegram", "/1", "J’accepte", "mes factures", ":quit",
        ),
    )  # fmt: skip
    assert "Création de votre espace personnel" in told
    assert "Pour accepter ces conditions" in told
    assert "VF-CAN-10412" in told
    assert "[ /1 Oui ]" in told
    assert "a répondu" in told
    assert PASSWORD not in told
    [story] = stories_in(told, place.folder)
    assert "@ secret refused too_short" in story.written
    assert "@ here channel=mail" in story.written
    filled, _ = played(story)
    assert filled == story.written


def test_by_mail_through_the_page_and_the_story_can_be_told_again(place: Place) -> None:
    told = talked(
        place, "--throwaway", "--repro", "--channel", "mail", "--citizen", "claire.testa",
        typed=("OUI", ":page", "", "", "", PASSWORD, PASSWORD, ":silence", "mes factures", ":quit"),
    )  # fmt: skip
    assert "Votre mot de passe est enregistré" in told
    assert "Pour accepter ces conditions" in told
    assert PASSWORD not in told
    [story] = stories_in(told, place.folder)
    assert "@ begun journey" in story.written
    assert "@ happened identifiers_set" in story.written
    assert "@ silence 1" in story.written
    filled, _ = played(story)
    assert filled == story.written


def test_a_stranger_is_welcomed_and_the_town_is_kept_from_one_evening_to_the_next(
    place: Place,
) -> None:
    kept = ("--folder", str(place.folder))
    assert "Où en êtes-vous" in talked(place, *kept, typed=("bonjour", ":silence", ":rien"))
    again = talked(
        place, *kept, "--citizen", "Nadia.Ferrandou", "--channel", "mail", typed=("OUI",)
    )
    assert "Est-ce bien vous" in again
    assert {"chat.db", "chat.key", "chat-courrier"} <= {one.name for one in place.folder.iterdir()}


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--citizen", "claire.tesa"), "vouliez-vous dire « claire.testa » ?"),
        (("--citizen", "yvette.prunelier", "--channel", "mail"), "n'a pas d'adresse de courriel"),
    ],
)
def test_nobody_of_that_name(place: Place, words: tuple[str, ...], says: str) -> None:
    answer = place.ran("chat", "--throwaway", *words)
    assert answer.returncode == 6
    assert says in answer.stderr
