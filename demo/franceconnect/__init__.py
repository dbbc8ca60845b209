"""A FranceConnect of one's own: npm's `oidc-provider`, set up like the real one, as a process on loopback.

with running([App("client", "secret", "http://127.0.0.1:8080/val-fleuri")], {"ana": {...}}) as issuer: ...
"""

import json
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
STOP_PATIENCE = 5.0
INSTALL_PATIENCE = 50.0

#: Claims of the people one may choose to be, by the name of each.
People = Mapping[str, Mapping[str, str]]


class NotHereError(RuntimeError):
    """It cannot run on this machine; the message says why, in French."""


@dataclass(frozen=True, slots=True)
class App:
    """A client of it: `pages` is the address of the town's pages, without a final slash."""

    id: str
    secret: str = field(repr=False)
    pages: str


def prepare() -> str:
    """Install what it needs, once; the path of Node. Raises `NotHereError`."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node:
        raise NotHereError("Node n'est pas installé")
    if not (HERE / "node_modules" / "oidc-provider").is_dir():
        if not npm:
            raise NotHereError("npm n'est pas installé")
        _install(npm)
    return node


@contextmanager
def running(apps: Sequence[App], people: People, *, port: int = 0) -> Iterator[str]:
    """Run it; the value is its issuer. It stops at the end, and also if we are killed."""
    command = [prepare(), str(HERE / "provider.mjs")]
    with subprocess.Popen(  # noqa: S603 - our own program, no shell
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        try:
            yield _issuer(
                process, {"port": port, "people": people, "clients": list(map(asdict, apps))}
            )
        finally:
            _stop(process)


def _install(npm: str) -> None:
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=0"]
    try:
        subprocess.run(  # noqa: S603 - npm, with our own lock
            command, cwd=HERE, check=True, capture_output=True, timeout=INSTALL_PATIENCE
        )
    except (subprocess.SubprocessError, OSError) as error:
        raise NotHereError("npm n'a pas pu installer oidc-provider : pas de réseau ?") from error


def _issuer(process: subprocess.Popen[str], asked: Mapping[str, object]) -> str:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(json.dumps(asked) + "\n")
    process.stdin.flush()
    line = process.stdout.readline()
    if not line:
        raise NotHereError("il ne démarre pas : son port est peut-être pris")
    return str(json.loads(line)["issuer"])


def _stop(process: subprocess.Popen[str]) -> None:
    process.terminate()
    try:
        process.wait(STOP_PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
