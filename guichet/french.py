"""Typer's classes, with the one sentence of theirs that every command shows."""

from typing import Any

from typer import rich_utils
from typer.core import TyperCommand, TyperGroup
from typing_extensions import override

_HELP = "Affiche cette aide."
# Typer has no other way to say it in another language.
rich_utils.REQUIRED_LONG_STRING = "[obligatoire]"


class Group(TyperGroup):
    """The program."""

    @override
    def get_help_option(self, ctx: Any) -> Any:
        """`--help`, described in French."""
        return _described(super().get_help_option(ctx))


class Command(TyperCommand):
    """One command of the program."""

    @override
    def get_help_option(self, ctx: Any) -> Any:
        """`--help`, described in French."""
        return _described(super().get_help_option(ctx))


def _described(option: Any) -> Any:
    if option is not None:
        option.help, option.metavar = _HELP, ""
    return option
