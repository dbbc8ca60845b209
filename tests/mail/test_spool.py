"""A folder in the place of a relay."""

from pathlib import Path

import pytest

from desk.door import DelayedError
from mail_ingest import read_letter
from mail_send import compose
from mail_send.carrier import Posting
from mail_send.policy import WIRE
from mail_send.spool import Maildir
from tests.mail.test_compose import INVITATION, LONG

SENDER, TO = "mairie+jeton@valbrume.example", "jeanne@courrier.example"


def mail(message_id: str = INVITATION.thread.message_id) -> Posting:
    raw = compose(INVITATION).as_bytes(policy=WIRE)
    return Posting(raw=raw, message_id=message_id, sender=SENDER, to=TO)


async def test_a_mail_is_a_file_as_it_would_stand_on_the_wire(tmp_path: Path) -> None:
    await Maildir(tmp_path / "box").carry(mail())
    [file] = (tmp_path / "box" / "new").iterdir()
    raw = file.read_bytes()
    letter = read_letter(raw)
    assert letter.header("return-path") == f"<{SENDER}>"
    assert letter.header("x-envelope-to") == TO
    assert letter.references[-1] == LONG
    assert letter.text is not None
    assert b"\n" not in raw.replace(b"\r\n", b"")


async def test_a_mail_sent_again_is_the_same_file(tmp_path: Path) -> None:
    box = Maildir(tmp_path)
    for _ in range(3):
        await box.carry(mail())
    assert len(list((tmp_path / "new").iterdir())) == 1
    assert list((tmp_path / "tmp").iterdir()) == []


async def test_a_mail_that_was_read_does_not_come_back(tmp_path: Path) -> None:
    box = Maildir(tmp_path)
    await box.carry(mail())
    [file] = (tmp_path / "new").iterdir()
    file.rename(tmp_path / "cur" / f"{file.name}:2,S")
    await box.carry(mail())
    assert list((tmp_path / "new").iterdir()) == []


async def test_a_half_written_mail_of_before_a_crash_is_in_nobodys_way(tmp_path: Path) -> None:
    (tmp_path / "tmp").mkdir()
    name = mail().message_id
    (tmp_path / "tmp" / f"{name}.0000").write_bytes(b"Subject: half")
    await Maildir(tmp_path).carry(mail())
    [file] = (tmp_path / "new").iterdir()
    assert len(file.read_bytes()) > 1000


async def test_a_name_never_leads_out_of_the_folder(tmp_path: Path) -> None:
    await Maildir(tmp_path / "box").carry(mail("a/../b@y.example"))
    [file] = (tmp_path / "box" / "new").iterdir()
    assert file.name == "a_.._b@y.example"


async def test_a_full_disk_is_tried_again_later(tmp_path: Path) -> None:
    (tmp_path / "box").write_text("not a folder")
    with pytest.raises(DelayedError, match="spool"):
        await Maildir(tmp_path / "box").carry(mail())
