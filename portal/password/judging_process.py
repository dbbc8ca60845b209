"""zxcvbn in a process of its own: one line of JSON in, one line out. Imports nothing of ours.

zxcvbn takes seconds on hostile input, and keeps what it was told of a person in a global.
"""

import json
import resource
import sys

from zxcvbn import matching, zxcvbn

READY = "ready\n"


def verdict(line: str) -> dict[str, object]:
    """The mark and the sentences, never the password; `{}` when zxcvbn fails."""
    asked = json.loads(line)
    try:
        found = zxcvbn(asked["password"][:72], user_inputs=asked["words"])
    except Exception:  # noqa: BLE001 - the library raises IndexError and others on odd input
        return {}
    finally:
        matching.RANKED_DICTIONARIES.pop("user_inputs", None)
    said = found["feedback"]
    return {"score": found["score"], "said": [said["warning"], *said["suggestions"]]}


def main() -> None:
    """Answer until the pipe closes."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a password must not end in a core file
    sys.stdout.write(READY)
    sys.stdout.flush()
    for line in sys.stdin:
        sys.stdout.write(json.dumps(verdict(line)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
