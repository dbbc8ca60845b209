"""A long text is cut where a reader would pause."""

from hypothesis import given
from hypothesis import strategies as st

from demo.families import HERE
from portal.terms import parts

PARAGRAPH = "Une phrase de la ville. " * 12


@given(st.text(st.sampled_from("ab.-\n "), max_size=400), st.integers(1, 60))
def test_nothing_is_lost_and_no_part_is_too_long(text: str, limit: int) -> None:
    cut = parts(text, limit)
    assert "".join(cut) == text
    assert all(0 < len(part) <= limit for part in cut)


@given(
    st.lists(st.text("abcé’", min_size=1, max_size=12), max_size=60),
    st.sampled_from([" ", "\n", "\n\n"]),
    st.integers(13, 80),
)
def test_no_word_is_cut(words: list[str], between: str, limit: int) -> None:
    found = [word for part in parts(between.join(words), limit) for word in part.split()]
    assert found == words


def test_a_short_text_is_one_part_and_none_is_no_part() -> None:
    assert parts("Soyez polis.") == ("Soyez polis.",)
    assert parts("") == ()


def test_a_heading_begins_a_part_and_never_ends_one() -> None:
    text = f"Préambule\n\n{PARAGRAPH}\n\n1. L’objet\n\n{PARAGRAPH}\n\n2. La suite\n\n{PARAGRAPH}"
    cut = parts(text, 450)
    assert [part.split("\n")[0] for part in cut] == ["Préambule", "1. L’objet", "2. La suite"]


def test_without_a_heading_a_paragraph_begins_a_part() -> None:
    cut = parts("\n\n".join([PARAGRAPH.strip()] * 5), 700)
    assert all(part.strip() == part.strip().strip() and part.startswith("Une") for part in cut)
    assert [part.count("\n\n") for part in cut[:-1]] == [2, 2]


def test_a_long_paragraph_is_cut_after_a_sentence() -> None:
    cut = parts("Une phrase. " * 100, 250)
    assert all(part.endswith("phrase. ") for part in cut)


def test_a_word_longer_than_a_part_is_the_only_one_cut() -> None:
    assert parts("abcdefgh ij", 5) == ("abcde", "fgh ", "ij")


def test_the_terms_of_the_demo_are_three_parts_each_with_its_heading() -> None:
    cut = parts(HERE.joinpath("terms.md").read_text("utf-8"))
    assert len(cut) == 3
    assert all(part[0].isdigit() for part in cut[1:])
    assert all(part.rstrip().endswith((".", "»")) for part in cut)
