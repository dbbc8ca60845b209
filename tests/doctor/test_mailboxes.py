"""The doctor opens each town's mailbox at a real Dovecot."""

from pathlib import Path

from guichet.doctor.mailboxes import mailboxes
from guichet.finding import State
from tests.doctor.visits import only, visit
from tests.mail.certificates import Authority
from tests.mail.dovecot import PASSWORD, needs_dovecot, running


@needs_dovecot
async def test_a_mailbox_that_opens_and_one_whose_password_is_refused(tmp_path: Path) -> None:
    authority = Authority(tmp_path / "authority.pem")
    with running(tmp_path / "d", authority) as server:
        told = {
            "host": "localhost", "port": server.imaps, "ca_file": str(authority.file),
            "username": "guichet", "password": PASSWORD,
        }  # fmt: skip
        found = await mailboxes(visit(tmp_path, town={"mailbox": told}))
        assert only(found, State.OK).sentence == "localhost l'ouvre"
        wrong = {**told, "password": "azerty"}
        refused = only(await mailboxes(visit(tmp_path, town={"mailbox": wrong})), State.PROBLEM)
        assert "azerty" not in refused.sentence


async def test_towns_without_a_mailbox_have_none_to_open(tmp_path: Path) -> None:
    only(await mailboxes(visit(tmp_path)), State.SKIPPED)
