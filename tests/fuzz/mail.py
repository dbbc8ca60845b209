"""`make fuzz`: atheris bends the layouts until a mail raises, or takes more than five seconds.

Arguments are libFuzzer's. What it finds becomes a test in `tests/mail/`, then is mended.
"""

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["mail_ingest"]):
    from guichet.mail_batch import answers
    from mail_ingest.authenticity import Trust
    from mail_ingest.explain import explain_body, explain_mail

LAYOUTS = Path(__file__).parents[1] / "mail" / "layouts"
LIMITS = ("-timeout=5", "-rss_limit_mb=2048", "-max_len=30000")
_NOBODY = Trust()


def once(data: bytes) -> None:
    """A whole mail, a text alone, a page alone, and a line of a batch."""
    explain_mail(data)
    text = data.decode("utf-8", "surrogateescape")
    explain_body(text=text)
    explain_body(html=text)
    list(answers([data], _NOBODY))


def main() -> None:
    """New inputs go to a folder that is thrown away; a fault is written where it was run."""
    with tempfile.TemporaryDirectory() as found:
        atheris.Setup([*sys.argv, *LIMITS, found, str(LAYOUTS)], once)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
