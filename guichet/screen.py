"""What a command writes: rich on a terminal, bare text in a pipe, one JSON object a line for machines."""

import json
import os
import select
import sys
from collections.abc import Mapping, Sequence
from io import UnsupportedOperation
from typing import Never

import typer
from rich.console import Console
from rich.text import Text
from typing_extensions import override


class ReaderGoneError(Exception):
    """Whoever read what we write has left: `guichet journal | head`."""


class _Screen(Console):
    @override
    def on_broken_pipe(self) -> Never:
        """Rich would end the program here, with a failure."""
        raise ReaderGoneError


def screen() -> Console:
    """The terminal, or the pipe, that the answer goes to. Lines are never cut."""
    return _Screen(highlight=False, soft_wrap=True)


def say(sentence: str) -> None:
    """One plain sentence."""
    typer.echo(sentence)


def say_json(told: Mapping[str, object]) -> None:
    """One object on one line, there at once for whoever reads behind. Raises `ReaderGoneError`."""
    try:
        sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
        sys.stdout.flush()
    except BrokenPipeError as error:
        raise ReaderGoneError from error


def remark(sentence: str) -> None:
    """Something to know, apart from what the command answers."""
    Console(stderr=True, highlight=False, soft_wrap=True).print(Text(sentence, style="dim"))


def complain(sentences: Sequence[str]) -> None:
    """What went wrong, in red on a terminal, apart from what the command answers."""
    first, *others = sentences
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    console.print(Text("guichet : ", style="bold red") + Text(first))
    for other in others:
        console.print(Text(other))


def nobody_reads() -> bool:
    """Whether the pipe behind us was closed: one that writes nothing would never learn of it."""
    try:
        handle = sys.stdout.fileno()
    except UnsupportedOperation:
        return False
    looking = select.poll()
    looking.register(handle, 0)
    return any(event & (select.POLLERR | select.POLLHUP) for _, event in looking.poll(0))


def stop_writing() -> None:
    """After a closed pipe: what Python still wants to write at its end goes nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
