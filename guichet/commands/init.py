"""`guichet init`: a few questions, then the settings and the secrets of a town, ready to serve."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from guichet.asked import file_of
from guichet.dns.names import names_of
from guichet.dns.town import key_of
from guichet.errors import RefusedError
from guichet.installing.files import secrets_file, secrets_of, settings_file, settings_of
from guichet.installing.interview import agreed, at_the_keyboard, from_file, tell_tries
from guichet.installing.question import Answers
from guichet.installing.questions import data_folder, questions
from guichet.private_file import write_private
from guichet.screen import say
from guichet.settings import Settings
from guichet.settings_file import read_settings
from guichet.settings_secrets import SECRETS_FILE, with_secrets
from guichet.settings_telegram import Telegram
from guichet.why import why

#: The rights of the settings: they hold no secret, and whoever keeps the server reads them.
_READABLE = 0o644
#: What an older file is called, once another one stands in its place.
_BEFORE = ".avant"


def init(
    context: typer.Context,
    *,
    answers: Annotated[
        Path | None,
        typer.Option(
            "--answers",
            metavar="FICHIER",
            help="Lit les réponses dans ce fichier TOML, sans demander.",
        ),
    ] = None,
    force: Annotated[
        bool,
        typer.Option(
            "--force", metavar="", help="Remplace sans demander ; l'ancien reste, en .avant."
        ),
    ] = False,
    offline: Annotated[
        bool, typer.Option("--offline", metavar="", help="N'essaie aucune réponse sur le réseau.")
    ] = False,
) -> None:
    """Pose les questions d'une première installation, et écrit les réglages et les secrets."""
    config = file_of(context).absolute()
    _may_write(config, force=force, asks=answers is None)
    told = _answers(config, answers, offline=offline)
    try:
        config.parent.mkdir(parents=True, exist_ok=True)
        _write(config, told)
    except OSError as error:
        raise RefusedError(
            f"{config.parent} ne s'écrit pas ({why(error)}) : rien n'a été changé.",
            "Lancez la commande sous un compte qui peut y écrire.",
        ) from error
    # Read back as every command will.
    settings = read_settings(config, with_secrets(config, {}))
    _make_key(settings, told["slug"])
    for line in _next(config, told["slug"]):
        say(line)


def _answers(config: Path, file: Path | None, *, offline: bool) -> Answers:
    asked = questions(config.parent)
    api = "" if offline else str(Telegram().api_base_url)
    if file is None:
        say("Une réponse vide prend ce qui est entre crochets. Ctrl-C arrête, et n'écrit rien.")
        return at_the_keyboard(asked, api)
    told = from_file(file, asked)
    tell_tries(asked, told, api)
    return told


def _may_write(config: Path, *, force: bool, asks: bool) -> None:
    there = [file for file in (config, config.with_name(SECRETS_FILE)) if file.exists()]
    if not there or force:
        return
    names = " et ".join(file.name for file in there)
    if asks and agreed(f"{config.parent} contient déjà {names}. Remplacer ?"):
        return
    raise RefusedError(f"{names} : déjà là, rien n'a été changé.", "Pour les remplacer : --force.")


def _write(config: Path, told: Answers) -> None:
    """Secrets first: settings that name what is not there would stop the program."""
    secrets = config.with_name(SECRETS_FILE)
    for file in (secrets, config):
        if file.exists():
            write_private(file.with_name(file.name + _BEFORE), file.read_bytes(), over=True)
    write_private(secrets, secrets_file(secrets_of(told)).encode(), over=True)
    ways = settings_of(told, data_folder(config.parent))
    write_private(config, settings_file(ways, told["slug"]).encode(), over=True)
    config.chmod(_READABLE)


def _make_key(settings: Settings, slug: str) -> None:
    names = names_of(settings, slug)
    if names.signs:
        key_of(names)


def _next(config: Path, slug: str) -> Sequence[str]:
    guichet = f"guichet --config {config}"
    return (
        "",
        f"Écrits : {config}, et {config.with_name(SECRETS_FILE)} (pour ce compte seul).",
        "Ensuite, sous le même compte :",
        f"  {guichet} dns        dit quoi publier dans le DNS",
        f"  {guichet} migrate    prépare la base",
        f"  {guichet} serve      ouvre les portes (ou systemd : deploy/guichet.service)",
        f"  {guichet} doctor     contrôle tout, et dit quoi faire du reste",
        f"  {guichet} terms publish conditions.md --town {slug}",
        f"  {guichet} import foyers.csv --town {slug} --dry-run",
        "Le pas à pas : docs/install.md.",
    )
