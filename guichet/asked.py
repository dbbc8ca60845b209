"""What was asked before the command's own name: `guichet --config FILE COMMAND`."""

import os
from dataclasses import dataclass
from pathlib import Path

import typer

from guichet.settings import Settings
from guichet.settings_file import read_settings, settings_file
from guichet.settings_secrets import with_secrets


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The global options, as the command finds them in `context.obj`."""

    config: Path | None = None

    @property
    def file(self) -> Path:
        """The file of settings to read."""
        return settings_file(self.config, os.environ)


def settings_of(context: typer.Context) -> Settings:
    """The settings that the command works with. Raises `SettingsError`, every fault told."""
    return read_settings(file_of(context), environment_of(context))


def environment_of(context: typer.Context) -> dict[str, str]:
    """The variables, over those of the file of secrets. Raises `SettingsError`."""
    return with_secrets(file_of(context), os.environ)


def file_of(context: typer.Context) -> Path:
    """The file of settings that the command works with."""
    asked = context.obj
    assert isinstance(asked, Asked)
    return asked.file
