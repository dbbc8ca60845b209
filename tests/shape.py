"""`make shape`: the size of what we wrote, to be read; nothing fails here. [STYLE, 3]"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles

ROOT = Path(__file__).parents[1]
APART = {".venv", "build", "var", "tests", "migrations"}


def sources() -> Iterator[Path]:
    """Our own modules."""
    for file in sorted(ROOT.rglob("*.py")):
        if APART.isdisjoint(file.relative_to(ROOT).parts):
            yield file


def functions(file: Path) -> Iterator[tuple[int, str]]:
    """Each function of a file: the lines of its body, and where it stands."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or 0) - node.body[0].lineno + 1
            yield lines, f"{file.relative_to(ROOT)}:{node.lineno} {node.name}"


def told(what: str, sizes: list[tuple[int, str]]) -> str:
    """The median, the ninth decile, the five longest."""
    lines = [size for size, _ in sizes]
    longest = "\n".join(f"  {size:5} {where}" for size, where in sorted(sizes, reverse=True)[:5])
    return f"{what}: median {median(lines):g}, p90 {quantiles(lines, n=10)[8]:g}\n{longest}\n"


if __name__ == "__main__":
    files = [*sources()]
    modules = [
        (len(file.read_text("utf-8").splitlines()), str(file.relative_to(ROOT))) for file in files
    ]
    sys.stdout.write(told("modules", modules))
    sys.stdout.write(told("functions", [one for file in files for one in functions(file)]))
