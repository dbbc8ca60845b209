"""The real program, as a process, in a folder of its own and on ports that nobody has."""

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from demo.town import SLUG, settle
from desk.clock import utc_now
from guichet.commands.demo import TEMPLATE
from models.database import opened

#: Seconds that the program may take to stop, or a command to end, far above what they take.
PATIENCE = 90
COMMAND = (sys.executable, "-m", "guichet.cli")
TOKEN = "7000001:demonstration-jeton-sans-valeur-00"


def free_ports(how_many: int) -> list[int]:
    """All different: they are held together, then let go."""
    with ExitStack() as held:
        taken = [held.enter_context(socket.socket()) for _ in range(how_many)]
        for one in taken:
            one.bind(("127.0.0.1", 0))
        return [int(one.getsockname()[1]) for one in taken]


@dataclass
class Place:
    """A folder, four ports, and the environment that says so."""

    folder: Path
    database: str = ""
    web: int = 0
    mail: int = 0
    telegram: int = 0
    franceconnect: int = 0
    others: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.web, self.mail, self.telegram, self.franceconnect = free_ports(4)

    @property
    def pages(self) -> str:
        return f"http://127.0.0.1:{self.web}"

    @property
    def config(self) -> Path:
        return self.folder / "demo.toml"

    @property
    def spool(self) -> Path:
        return self.folder / "courrier"

    @property
    def log(self) -> Path:
        return self.folder / "erreurs.log"

    @property
    def environment(self) -> dict[str, str]:
        bare = {name: told for name, told in os.environ.items() if not name.startswith("GUICHET_")}
        telegram = f"http://127.0.0.1:{self.telegram}"
        given = {
            "GUICHET_WEB__PORT": str(self.web),
            "GUICHET_WEB__PUBLIC_URL": self.pages,
            "GUICHET_MAIL_IN__PORT": str(self.mail),
            "GUICHET_TELEGRAM__API_BASE_URL": f"{telegram}/bot",
            "GUICHET_TELEGRAM__DEEP_LINK": telegram + "/chat?bot={bot}&start={token}",
            "GUICHET_FRANCECONNECT__ISSUER": f"http://127.0.0.1:{self.franceconnect}/api/v2",
            "GUICHET_LIMITS__PAGE_WAIT_SECONDS": "0",
            "GUICHET_DATABASE__URL": self.database,
        }
        return {**bare, **{name: told for name, told in given.items() if told}, **self.others}

    @contextmanager
    def running(self, *words: str, until: str) -> Iterator["Program"]:
        """The program once it has said `until`; stopped at the end, however the test ends."""
        with self.log.open("ab") as log:
            process = subprocess.Popen(  # noqa: S603 - our own program
                [*COMMAND, *words],
                env=self.environment,
                cwd=self.folder.parent,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                start_new_session=True,
            )
        with process:
            program = Program(process, self)
            try:
                program.hear(until)
                yield program
            finally:
                process.kill()

    def demo(self, *words: str, franceconnect: bool = False) -> "AbstractContextManager[Program]":
        """Without FranceConnect, which takes Node and a second, unless the test is about it."""
        imitated = "--franceconnect" if franceconnect else "--no-franceconnect"
        folder = str(self.folder)
        return self.running("demo", "--folder", folder, imitated, *words, until="Ctrl-C pour")

    def serve(self) -> "AbstractContextManager[Program]":
        """The town's own program, without the demo's imitation of Telegram."""
        return self.running("--config", str(self.config), "serve", until="Guichet est ouvert")

    async def settle(self) -> None:
        """The demo town, its settings and its families, but nobody invited and nothing running."""
        shutil.copyfile(TEMPLATE, self.config)
        async with opened(self.database or f"sqlite://{self.folder / 'demo.db'}"):
            await settle(now=utc_now())

    def ran(self, *words: str, typed: str = "") -> subprocess.CompletedProcess[str]:
        """A command that ends by itself."""
        return subprocess.run(  # noqa: S603 - our own program
            [*COMMAND, *words],
            env=self.environment,
            cwd=self.folder.parent,
            input=typed,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )

    def journal(self, *words: str) -> str:
        """What `guichet journal --json` tells."""
        answer = self.ran(
            "--config", str(self.config), "journal", "--json", "--limit", "1000", *words
        )
        assert answer.returncode == 0, answer.stderr
        return answer.stdout


@dataclass
class Program:
    """It runs."""

    process: subprocess.Popen[str]
    place: Place
    heard: list[str] = field(default_factory=list)

    def hear(self, until: str) -> None:
        assert self.process.stdout is not None
        while until not in "".join(self.heard):
            line = self.process.stdout.readline()
            assert line, f"the program ended:\n{self.place.log.read_text('utf-8')}"
            self.heard.append(line)

    def stop(self, asked: signal.Signals = signal.SIGTERM) -> int:
        """Ask it to stop; its exit code."""
        self.process.send_signal(asked)
        return self.process.wait(PATIENCE)

    def kill(self) -> None:
        """As if the machine went out."""
        self.process.kill()
        self.process.wait(PATIENCE)


__all__ = ["SLUG", "TOKEN", "Place", "Program", "free_ports"]
