"""A password ready to be accepted: a few short French words and a number."""

import math
from collections.abc import Callable, Sequence

from portal.password.patterns import listed

#: Over 50 bits [CNIL, délibération 2022-100] with our list of more than 1,300 words.
WORDS, DIGITS = 4, 3

Choose = Callable[[Sequence[str]], str]


def ready_password(choose: Choose) -> str:
    """For instance `cargo-tulipe-menthe-plage-472`; give it `secrets.choice`."""
    chosen: list[str] = []
    for _ in range(WORDS):
        chosen.append(choose([word for word in words() if word not in chosen]))
    return "-".join(chosen) + "-" + "".join(choose("0123456789") for _ in range(DIGITS))


def ready_bits() -> float:
    """How hard it is to guess for somebody who knows the list, in bits."""
    return math.log2(math.perm(len(words()), WORDS)) + math.log2(10**DIGITS)


def words() -> tuple[str, ...]:
    """Four to seven letters, no accent, nothing that hurts."""
    return listed("ready_words.txt")
