"""The program `guichet`: its commands, and the one place that turns an error into sentences."""

import sys
import traceback
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from guichet.asked import Asked
from guichet.errors import MEANINGS, ExitCode, GuichetError
from guichet.french import Group
from guichet.on_demand import OnDemand
from guichet.screen import complain, say
from guichet.usage import help_hint, in_french

#: Every command by its name, in the order of the help, and where it stands. One that works is added here.
COMMANDS: Mapping[str, str] = {
    "demo": "demo:demo",
    "init": "init:init",
    "doctor": "doctor:doctor",
    "dns": "dns:dns",
    "serve": "serve:serve",
    "migrate": "migrate:migrate",
    "settings": "settings:settings",
    "backup": "backup:backup",
    "resume": "resume:resume",
    "import": "importing:import_",
    "invite": "invite:invite",
    "pause": "pause:pause",
    "terms": "terms:terms",
    "journal": "journal:journal",
    "chat": "chat:chat",
    "mail": "mail:mail",
    "resend": "resend:resend",
    "unlock": "unlock:unlock",
    "unlink": "unlink:unlink",
    "attachment": "attachment:attachment",
    "export-citizen": "export_citizen:export_citizen",
    "erase-citizen": "erase_citizen:erase_citizen",
    "purge": "purge:purge",
    "bench": "bench:bench",
}

DEBUG = "--debug"
_CODES = " ; ".join(f"{code.value} {meaning}" for code, meaning in MEANINGS.items())


def build() -> Group:
    """The command line, ready to be called; a command is imported when it is called, or told in the help."""
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
    program = typer.main.get_command(app)
    assert isinstance(program, Group)
    program.commands = OnDemand(COMMANDS)
    return program


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program. Answers its exit code: no traceback, unless `--debug` asks for one."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    # `--debug` is taken wherever it stands: it is added to a command that has just failed.
    words = [word for word in given if word != DEBUG]
    try:
        answer = build().main(args=words, prog_name="guichet", standalone_mode=False)
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
