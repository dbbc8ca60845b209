"""The real program, served from settings of its own, to be measured from outside."""

import asyncio
import os
import re
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

_TOP = """
[database]
url = "{database}"
[web]
port = {web}
public_url = "http://127.0.0.1:{web}"
[telegram]
api_base_url = "{telegram}"
[mail_in]
port = {mail}
[mail_out]
{relay}
[keys]
secret_file = "bench.key"
[limits]
settle_milliseconds = 0
[log]
level = "error"
"""
_TOWN = """
[towns.{slug}]
name = "Mesure"
telegram_token = "{token}"
mail_address = "guichet@{slug}.example"
contact = "accueil@{slug}.example"
phone = "01 23 45 67 89"
hours = "du lundi au vendredi"
site = "https://{slug}.example"
privacy_contact = "donnees@{slug}.example"
"""


#: Mails laid in a folder; or handed to a relay as fast as the settings allow.
_SPOOL = 'host = ""\nspool = "courrier"'
_RELAY = 'host = "127.0.0.1"\nport = {port}\nconnections = 16\nper_minute = 60000'


@asynccontextmanager
async def served(
    folder: Path, database: str, telegram: str, tokens: list[str], relay: int = 0
) -> AsyncIterator[tuple[int, int]]:
    """`guichet serve`; gives its process id and its mail port. An empty token: a town without a bot."""
    web, mail = _free_port(), _free_port()
    config = folder / "bench.toml"
    way_out = _RELAY.format(port=relay) if relay else _SPOOL
    top = _TOP.format(database=database, web=web, telegram=telegram, mail=mail, relay=way_out)
    towns = [_TOWN.format(slug=f"ville{n}", token=token) for n, token in enumerate(tokens)]
    await asyncio.to_thread(config.write_text, top + "".join(towns), "utf-8")
    bare = {name: told for name, told in os.environ.items() if not name.startswith("GUICHET_")}
    words = (sys.executable, "-m", "guichet.cli", "--config", str(config), "serve")
    process = await asyncio.create_subprocess_exec(
        *words, env=bare, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        assert process.stdout is not None
        while b"Guichet est ouvert" not in (line := await process.stdout.readline()):
            assert line, "guichet serve stopped"
        yield process.pid, mail
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


def memory(pid: int) -> float | None:
    """Resident megabytes of that process, where the system tells."""
    try:
        told = Path(f"/proc/{pid}/status").read_text("utf-8")
    except OSError:
        return None
    found = re.search(r"VmRSS:\s+(\d+) kB", told)
    return round(int(found[1]) / 1024, 1) if found else None


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
