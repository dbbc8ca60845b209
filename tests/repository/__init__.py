"""The repository holds together: what its documents say is there, and nothing is there that must not be."""

from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
DOCS = ROOT / "docs"
#: What tools leave behind, and what no one writes.
_NOT_OURS = frozenset({".git", "__pycache__", "var", "build", "dist", "node_modules"})


def pages() -> list[Path]:
    """Every page for a person to read."""
    return [*sorted(ROOT.glob("*.md")), *sorted(DOCS.rglob("*.md"))]


def files(folder: Path = ROOT) -> Iterator[Path]:
    """Every file of ours."""
    for path in sorted(folder.iterdir()):
        if path.name in _NOT_OURS or path.name.endswith(".egg-info"):
            continue
        if path.is_file():
            yield path
        elif path.is_dir() and (path.name == ".ci" or not path.name.startswith(".")):
            yield from files(path)
