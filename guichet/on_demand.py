"""Commands imported when they are called: importing them all costs a second at each start."""

from collections import UserDict
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand
from typing_extensions import override

from guichet.french import Command


class OnDemand(UserDict[str, Any]):
    """Commands by name; each is a place, `module:function` under `guichet.commands`, until it is asked for."""

    @override
    def __getitem__(self, name: str) -> TyperCommand:
        found: TyperCommand | str = self.data[name]
        if isinstance(found, str):
            self.data[name] = found = _imported(name, found)
        return found


def _imported(name: str, place: str) -> TyperCommand:
    module, function = place.split(":")
    alone = typer.Typer(add_completion=False)
    alone.command(name, cls=Command, rich_help_panel="Commandes")(
        getattr(import_module(f"guichet.commands.{module}"), function)
    )
    command = typer.main.get_command(alone)
    assert isinstance(command, TyperCommand)
    return command
