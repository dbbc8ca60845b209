"""Asking, at the keyboard or of a file; an answer that cannot be is asked again, or told with all the others."""

import asyncio
import getpass
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path

import typer

from guichet.errors import RefusedError, SettingsError
from guichet.installing.question import Answers, Question
from guichet.installing.questions import YES
from guichet.installing.trying import tried
from guichet.screen import remark, say
from guichet.why import why


def at_the_keyboard(questions: Sequence[Question], api_base_url: str) -> dict[str, str]:
    """Every answer, checked as it comes. Ctrl-C and the end of the input leave everything as it was."""
    answers: dict[str, str] = {}
    try:
        for question in questions:
            if question.asked(answers):
                answers[question.name] = _answer(question, answers, api_base_url)
    except KeyboardInterrupt:
        raise RefusedError("arrêté : rien n'a été écrit.") from None
    return answers


def from_file(file: Path, questions: Sequence[Question]) -> dict[str, str]:
    """The same from a TOML file, `name = "Ma-Ville"`. Raises `SettingsError`, every fault told."""
    given = _read(file)
    known = {question.name for question in questions}
    faults = [f"{file.name} : réponse inconnue « {name} »" for name in given if name not in known]
    answers: dict[str, str] = {}
    for question in questions:
        if question.asked(answers):
            answer = given.get(question.name) or question.proposes(answers)
            answers[question.name] = answer
            if fault := question.fault(answer):
                faults.append(f"{file.name}, {question.name} : {fault}")
    if faults:
        raise SettingsError(faults)
    return answers


def tell_tries(questions: Sequence[Question], answers: Answers, api_base_url: str) -> None:
    """What the network says of answers that nobody can be asked about again."""
    for question in questions:
        if question.name in answers and (told := _tried(question.name, answers, api_base_url)):
            remark(f"À savoir ({question.name}) : {told}.")


def agreed(asks: str) -> bool:
    """A plain yes."""
    return typed(f"{asks} (oui/non) ").lower() in {YES, "o"}


def _answer(question: Question, answers: dict[str, str], api_base_url: str) -> str:
    proposal = question.proposes(answers)
    while True:
        label = f"{question.asks}{f' [{proposal}]' if proposal else ''} : "
        answer = _hidden(label) if question.secret else typed(label)
        answer = answer or proposal
        if fault := question.fault(answer):
            say(f"  {fault}.")
            continue
        told = _tried(question.name, {**answers, question.name: answer}, api_base_url)
        if not told or agreed(f"  {told[:1].upper()}{told[1:]}. Garder cette réponse ?"):
            return answer


def _tried(name: str, answers: Answers, api_base_url: str) -> str:
    return asyncio.run(tried(name, answers, api_base_url))


def typed(label: str) -> str:
    """One line of the keyboard, without its ends. Raises `RefusedError` when there is none."""
    typer.echo(label, nl=False)
    line = sys.stdin.readline()
    if not line:
        raise RefusedError(
            "les réponses s'arrêtent là : rien n'a été écrit.", "Relancez la commande."
        )
    return line.strip()


def _hidden(label: str) -> str:
    """Not shown while it is typed, where there is a keyboard."""
    return getpass.getpass(label).strip() if sys.stdin.isatty() else typed(label)


def _read(file: Path) -> dict[str, str]:
    try:
        told = tomllib.loads(file.read_text("utf-8-sig"))
    except OSError as error:
        raise SettingsError([f"le fichier {file} ne s'ouvre pas ({why(error)})"]) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(
            [f'{file.name} ne se lit pas : écrivez nom = "valeur", en UTF-8']
        ) from error
    return {name: str(value) for name, value in told.items()}
