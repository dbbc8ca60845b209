"""`config.toml`, the settings and `docs/settings.md` say the same."""

import re
import tomllib
from dataclasses import fields
from pathlib import Path
from typing import Any

from desk.counter import Limits
from guichet.printed_docs import DOCS, PAGES
from guichet.settings import Settings, TownSettings
from guichet.settings_shape import MAILBOX, every_setting, field_at
from guichet.towns import limits, password_rules
from portal.password.rules import PasswordRules

CONFIG = DOCS.parent / "config.toml"
#: A setting that does not count yet: « # » just before its name.
_ASLEEP = re.compile(r"^#(?=\[|[a-z_]+ = )", re.MULTILINE)


def whole() -> dict[str, Any]:
    """The file, every setting of it awake."""
    return tomllib.loads(_ASLEEP.sub("", CONFIG.read_text("utf-8")))


def test_the_file_holds_every_setting_and_no_other() -> None:
    told = whole()
    [town] = told.pop("towns")
    found = [(section, name) for section, names in told.items() for name in names]
    inside = whole()["towns"][town]
    found += [("towns", town, name) for name in inside if name != MAILBOX]
    found += [("towns", town, MAILBOX, name) for name in inside[MAILBOX]]
    assert found == [way for way, _ in every_setting(town)]


def test_the_file_is_good_once_awake() -> None:
    Settings.model_validate(whole())


def test_the_file_as_delivered_changes_no_default() -> None:
    delivered = Settings.model_validate(tomllib.loads(CONFIG.read_text("utf-8")))
    assert delivered == Settings()


def test_each_setting_is_explained_above_it() -> None:
    text = re.sub(r"\n# ", " ", "\n" + CONFIG.read_text("utf-8"))
    for way, field in every_setting("ma-ville"):
        assert re.search(rf"{re.escape(field.description or '?')}\n#?{way[-1]} = ", text), way


def test_the_pages_are_those_that_the_code_prints() -> None:
    for name, write in PAGES.items():
        assert (DOCS / name).read_text("utf-8") == write(), f"run `make docs` ({name})"


def test_only_towns_have_settings_that_must_be_given() -> None:
    for way, _ in every_setting("ma-ville"):
        field = field_at(way)
        assert field
        assert not field.is_required() or way[0] == "towns"


def test_every_town_must_have_a_phone_and_hours() -> None:
    needed = {name for name, field in TownSettings.model_fields.items() if field.is_required()}
    assert {"name", "phone", "hours", "contact"} <= needed


def test_limits_and_rules_are_those_of_the_desk() -> None:
    assert limits(Settings()) == Limits()
    assert len(fields(Limits)) == len(Settings().limits.model_dump())
    assert password_rules(Settings()) == PasswordRules()


def test_settings_do_not_change_afterwards() -> None:
    assert all(section.model_config.get("frozen") for section in (Settings, TownSettings))


def test_no_path_of_a_machine_stands_in_the_file() -> None:
    assert str(Path.home()) not in CONFIG.read_text("utf-8")
