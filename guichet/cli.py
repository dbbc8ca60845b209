"""The program `guichet`: its commands, and the one place that turns an error into sentences."""

import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from guichet.asked import Asked
from guichet.commands.bench import bench
from guichet.commands.chat import chat
from guichet.commands.demo import demo
from guichet.commands.erase_citizen import erase_citizen
from guichet.commands.export_citizen import export_citizen
from guichet.commands.importing import import_
from guichet.commands.invite import invite
from guichet.commands.journal import journal
from guichet.commands.mail import mail
from guichet.commands.migrate import migrate
from guichet.commands.purge import purge
from guichet.commands.resend import resend
from guichet.commands.serve import serve
from guichet.commands.settings import settings
from guichet.commands.terms import terms
from guichet.commands.unlink import unlink
from guichet.commands.unlock import unlock
from guichet.errors import MEANINGS, ExitCode, GuichetError
from guichet.french import Command, Group
from guichet.screen import complain, say
from guichet.usage import help_hint, in_french

#: Every command by its name, in the order of the help. One that works is added here, by hand.
COMMANDS: Mapping[str, Callable[..., None]] = {
    "demo": demo,
    "serve": serve,
    "migrate": migrate,
    "settings": settings,
    "import": import_,
    "invite": invite,
    "terms": terms,
    "journal": journal,
    "chat": chat,
    "mail": mail,
    "resend": resend,
    "unlock": unlock,
    "unlink": unlink,
    "export-citizen": export_citizen,
    "erase-citizen": erase_citizen,
    "purge": purge,
    "bench": bench,
}

DEBUG = "--debug"
_CODES = " ; ".join(f"{code.value} {meaning}" for code, meaning in MEANINGS.items())


def build() -> typer.Typer:
    """The command line, ready to be called."""
    app = typer.Typer(
        name="guichet",
        cls=Group,
        help="Le guichet de la mairie, dans les messages du citoyen.",
        epilog=f"Codes de sortie : 0 réussi ; {_CODES}.",
        subcommand_metavar="COMMANDE …",
        context_settings={"help_option_names": ["-h", "--help"]},
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    app.callback(invoke_without_command=True)(_before)
    for name, command in COMMANDS.items():
        app.command(name, cls=Command, rich_help_panel="Commandes")(command)
    return app


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program. Answers its exit code: no traceback, unless `--debug` asks for one."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    # `--debug` is taken wherever it stands: it is added to a command that has just failed.
    words = [word for word in given if word != DEBUG]
    try:
        answer = typer.main.get_command(build()).main(
            args=words, prog_name="guichet", standalone_mode=False
        )
    except typer.TyperException as error:
        complain([in_french(error), help_hint(error)])
        return ExitCode.SETTINGS
    except Exception as error:  # noqa: BLE001 - the command line is one of the two places that catch all
        return _stopped(error, debug=DEBUG in given)
    return answer if isinstance(answer, int) else 0


def _stopped(error: Exception, *, debug: bool) -> int:
    if debug:
        traceback.print_exception(error)
    if isinstance(error, GuichetError):
        complain(error.sentences())
        return error.code
    complain(
        [
            f"erreur imprévue ({type(error).__name__}).",
            "Relancez avec « --debug », et signalez-la avec ce qui s'affiche alors.",
        ]
    )
    return ExitCode.UNEXPECTED


def _tell_version(*, asked: bool) -> None:
    if asked:
        say(f"guichet {version('guichet')}")
        raise typer.Exit


def _before(
    context: typer.Context,
    *,
    config: Annotated[
        Path | None,
        typer.Option(
            "--config",
            metavar="FICHIER",
            help="Fichier de réglages ; sinon la variable GUICHET_CONFIG, sinon config.toml.",
        ),
    ] = None,
    _debug: Annotated[
        bool, typer.Option(DEBUG, metavar="", help="En cas d'erreur, montre d'où elle vient.")
    ] = False,
    _version: Annotated[
        bool,
        typer.Option(
            "--version",
            metavar="",
            help="Affiche la version.",
            is_eager=True,
            callback=_tell_version,
        ),
    ] = False,
) -> None:
    context.obj = Asked(config=config)
    if context.invoked_subcommand is None:
        say(context.get_help())


if __name__ == "__main__":
    sys.exit(main())
