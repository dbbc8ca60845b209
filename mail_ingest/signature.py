"""What programs add under the words of a person: their own advertising, and the "-- " signature."""

import re
from collections.abc import Sequence

from mail_ingest.device import device
from mail_ingest.lines import Line

_LEGAL = re.compile(
    r"(?:ce (?:message|courriel|mail)|cet e-?mail|le present (?:message|courriel)|this (?:e-?mail|message)"
    r"|les informations contenues dans ce)\b.{0,300}"
    r"(?:confidenti|pieces? jointes?|destinataires?|intended|attachments)"
    r"|.{0,60}(?:avant d'imprimer|n'imprimez|before printing)"
)
# Every one of them has one of these; most runs of words have none, and are read no further.
_MAY_BE_LEGAL = re.compile("confidenti|jointe|destinataire|intended|attachments|imprime|printing")
_LONGEST_SIGNATURE = 14  # lines after "-- ", more is not a signature


def cut_signature(lines: Sequence[Line]) -> tuple[list[Line], list[tuple[str, str]]]:
    """A run of a person's lines without what was added, and each thing cut: rule, first line."""
    kept, cuts = _without_dashes(list(lines))
    kept, devices = _without_devices(kept)
    return _without_legal(kept, cuts + devices)


def _without_dashes(lines: list[Line]) -> tuple[list[Line], list[tuple[str, str]]]:
    """What stands above the last "-- ". [RFC 3676 4.3]"""
    at = next((n for n in range(len(lines) - 1, -1, -1) if lines[n].text == "--"), -1)
    rest = [below.text for below in lines[at + 1 :] if below.text]
    if at < 0 or len(rest) > _LONGEST_SIGNATURE:
        return lines, []
    return lines[:at], [("signature", rest[0])] if rest else []


def _without_devices(lines: list[Line]) -> tuple[list[Line], list[tuple[str, str]]]:
    """Lines of advertising, wherever they stand: people also type below them."""
    kept: list[Line] = []
    cuts: list[tuple[str, str]] = []
    at, length = 0, 0
    while at < len(lines):
        length = device(lines, at, below_one=bool(length))
        if length:
            cuts.append(("device", lines[at].text))
        else:
            kept.append(lines[at])
        at += length or 1
    return kept, cuts


def _without_legal(
    lines: list[Line], cuts: list[tuple[str, str]]
) -> tuple[list[Line], list[tuple[str, str]]]:
    """Without a last paragraph of confidentiality or of paper to save."""
    if not _MAY_BE_LEGAL.search(" ".join([one.folded for one in lines])):
        return lines, cuts
    for at in range(len(lines) - 1, -1, -1):
        starts = lines[at].folded and (at == 0 or not lines[at - 1].folded)
        if starts and _LEGAL.match(" ".join(one.folded for one in lines[at : at + 6])):
            return lines[:at], [*cuts, ("legal", lines[at].text)]
        if starts and at and not _LEGAL.match(lines[at].folded) and len(lines) - at > 12:
            break
    return lines, cuts
