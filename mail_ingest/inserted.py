"""Answers typed inside a quote that nothing marks, as Outlook lets people do under its header."""

import re
from collections.abc import Sequence
from itertools import groupby

from mail_ingest.lines import Line, Mark, fold

_BELOW = frozenset({Mark.BELOW, Mark.TYPED, Mark.COLOURED})
# "Mes réponses sont dans votre message", "see my answers in red".
_ELSEWHERE = re.compile(
    r"\b(?:ci-?dessous|ci-?apres|en (?:rouge|bleu|vert|couleur)"
    r"|dans (?:votre|le|ton) (?:mail|message|courriel|texte)|below|in (?:red|blue|green|line)"
    r"|inline|unten|in (?:rot|blau)|abajo|en rojo|in rosso|qui sotto)\b"
)


def inserted(lines: Sequence[Line], said: str) -> str:
    """The lines inside the quote that its reader typed; `said` is what stands above the quote.

    A colour alone tells little: quoted mails have their own. It counts where a minority of lines has
    it, and nothing was said above, or that the answers are below.
    """
    below = [one for one in lines if one.mark in _BELOW and one.text]
    coloured = sum(one.mark is Mark.COLOURED for one in below)
    announced = not said or bool(_ELSEWHERE.search(fold(said)))
    believed = {Mark.TYPED}
    if announced and coloured * 2 < len(below):
        believed.add(Mark.COLOURED)
    runs = groupby(
        (one for one in lines if one.mark in _BELOW),
        key=lambda one: one.mark in believed or (not one.text and None),
    )
    return "\n\n".join("\n".join(one.text for one in run) for typed, run in runs if typed)
