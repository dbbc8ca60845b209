"""Every reason has its French sentence, and every sentence of zxcvbn its reason."""

import ast
import tomllib
from pathlib import Path

import zxcvbn.feedback

from portal.password import Reason
from portal.password.zxcvbn_sentences import SENTENCES

FRENCH = Path(__file__).parents[3] / "words" / "fr" / "password_reasons.toml"


def test_every_reason_has_a_french_sentence_and_no_other() -> None:
    written = tomllib.loads(FRENCH.read_text("utf-8"))
    assert set(written) == {f"password.reason.{reason}" for reason in Reason}
    for sentence in written.values():
        assert sentence["text"].endswith(".")


def test_every_sentence_of_zxcvbn_is_translated() -> None:
    tree = ast.parse(Path(zxcvbn.feedback.__file__).read_text("utf-8"))
    said = {
        call.args[0].value
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id == "_"
        and isinstance(call.args[0], ast.Constant)
    }
    assert len(said) == 27
    assert said == set(SENTENCES)
