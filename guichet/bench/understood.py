"""Answers found in mails, and whole mails read, a second of one thread."""

from collections.abc import Callable, Sequence
from functools import partial
from time import perf_counter
from typing import TypeVar

from guichet.bench.answers import PAGES, TEXTS, mails
from guichet.bench.report import Measure
from mail_ingest import DELIMITER, END, Letter, read_letter, reply_text
from mail_ingest.explain import explain_mail

_One = TypeVar("_One")


def measure(seconds: float) -> list[Measure]:
    """The answer alone, from a text and from a page; then from the bytes; then explained."""
    share = seconds / 4
    raws = mails()
    texts = [Letter(text=text, subject="Re: x") for text in TEXTS]
    pages = [Letter(html=page, subject="Re: x") for page in PAGES]
    answer = partial(reply_text, delimiter=DELIMITER, end=END)
    figures = {
        "replies_per_second": round(_rate(answer, texts, share)),
        "html_replies_per_second": round(_rate(answer, pages, share)),
        "whole_mails_per_second": round(_rate(lambda raw: answer(read_letter(raw)), raws, share)),
        "explained_per_second": round(_rate(explain_mail, raws, share)),
        "bytes_each": round(sum(map(len, raws)) / len(raws)),
    }
    return [Measure(name="answers found in mails, one thread", figures=figures)]


def _rate(work: Callable[[_One], object], given: Sequence[_One], seconds: float) -> float:
    """How many a second, whatever their order."""
    done = 0
    begun = perf_counter()
    while (took := perf_counter() - begun) < seconds:
        for one in given:
            work(one)
        done += len(given)
    return done / took
