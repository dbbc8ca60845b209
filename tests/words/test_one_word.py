"""One word for one thing, wherever citizens and agents read: docs/glossary.md says which."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

#: What we do not write: another word stands for it in the glossary.
NOT_OURS = re.compile(
    r"\b(gelée?s?|geler|dégel\w*|suspendue?s?|suspendre|(?:dé)?verrouill\w*|déliée?s?|nom d.utilisateur"
    r"|(?:le|un|du|au|ce|votre|cet|aucun) comptes?(?! bancaire| qui | du service| seul))\b",
    re.IGNORECASE,
)
#: Of a catalogue; what citizens say is free.
READ = {"text", "mail", "telegram", "subject", "label"}


def strings_of(path: Path) -> Iterator[str]:
    if path.suffix == ".toml":
        entries = tomllib.loads(path.read_text("utf-8")).values()
        for entry in (one for one in entries if isinstance(one, dict)):
            yield from (said for key, said in entry.items() if key in READ)
    elif path.suffix == ".html":
        yield path.read_text("utf-8")
    else:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def test_no_page_no_message_and_no_sentence_for_agents_says_it_otherwise() -> None:
    read = [
        *Path("words/fr").glob("*.toml"),
        *Path("web").rglob("*.html"),
        *Path("web").rglob("*.py"),
        *Path("desk/journal").glob("*.py"),
        *Path("desk/privacy").glob("*.py"),
        *Path("guichet").glob("*.py"),
        *Path("guichet/commands").glob("*.py"),
    ]
    told = {
        f"{path}: {found[0]}: {said.strip()[:60]}"
        for path in read
        for said in strings_of(path)
        if (found := NOT_OURS.search(said))
    }
    assert told == set()
