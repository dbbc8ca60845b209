"""How the mail programs mark quoted text, attributions and signatures in their HTML.

Learned from what they send; an id or a class is worth more than any wording.
"""

import re

from mail_ingest.html_tokens import attributes
from mail_ingest.lines import Mark

#: Not a mark of lines: a container whose words before its first blockquote introduce a quote.
GMAIL = "gmail"
#: Everything after this element is quoted. (Outlook)
REST = "rest"
HIDDEN = "hidden"

MARKED = frozenset({"div", "blockquote", "span", "p", "hr", "table", "pre", "section"})

# The signature elements of phones are left out: people type inside them. Their words are known.
_BY_ID = {
    "divrplyfwdmsg": REST,  # Outlook on the web, new Outlook
    "stopspelling": REST,  # Hotmail
    "olk_src_body_section": Mark.QUOTED,  # Outlook for Mac
    "mail-editor-reference-message-container": Mark.QUOTED,  # Outlook for Android and iOS
    "edo-original": Mark.QUOTED,  # Edison
    "reply-intro": Mark.INTRO,  # Zimbra, Roundcube
    "replybody1": Mark.QUOTED,  # Roundcube
    "signature": Mark.SIGNED,  # Outlook on the web
    "_rc_sig": Mark.SIGNED,  # Roundcube
}
_BY_CLASS = {
    "elementtoproof": Mark.TYPED,  # Outlook on the web; quoted, it becomes "x_elementToProof"
    "gmail_attr": Mark.INTRO,
    "gmail_signature": Mark.SIGNED,
    "gmail_signature_prefix": Mark.SIGNED,
    "yahoo-quoted-begin": Mark.INTRO,
    "iosymail": Mark.QUOTED,  # Yahoo for iOS
    "outlookmessageheader": REST,
    "moz-cite-prefix": Mark.INTRO,  # Thunderbird
    "moz-forward-container": Mark.QUOTED,
    "moz-signature": Mark.SIGNED,
    "protonmail_quote": Mark.QUOTED,
    "protonmail_signature_block": Mark.SIGNED,
    "ms-outlook-mobile-reference-message": Mark.QUOTED,
    "zmail_extra": Mark.QUOTED,  # Zoho
    "replyheader": Mark.INTRO,  # BlueMail
}
_BY_MARKER = {  # data-marker, Zimbra
    "__headers__": Mark.INTRO,
    "__quoted_text__": Mark.QUOTED,
    "__sig_pre__": Mark.SIGNED,
    "__sig_post__": Mark.SIGNED,
}
_BY_NAME = {
    "quote": Mark.QUOTED,  # GMX and its sisters
    "messagereplysection": Mark.QUOTED,  # Spark
    "messagesignaturesection": Mark.SIGNED,
}
_HIDDEN = re.compile(r"display\s{0,3}:\s{0,3}none", re.IGNORECASE)
_BAR = re.compile(r"border-left(?:-width)?\s{0,3}:(?!\s{0,3}(?:none|0))", re.IGNORECASE)
# Red, blue, green, purple, and the blue that Word proposes for answers; never a grey or a black.
_COLOUR = re.compile(
    r"(?<![\w-])color\s{0,3}:\s{0,3}(?:red|blue|green|purple|#f00\b|#00f\b"
    r"|#(?:ff|c0|ee)0000|#0000ff|#0070c0|#002060|#00b0f0|#00b050|#7030a0|#1f497d|#c82613|#0c64c0)",
    re.IGNORECASE,
)
# The rule that Outlook for Windows draws above the header that it repeats.
_OUTLOOK_RULE = re.compile(
    r"border:\s?none;\s?border-top:\s?solid #(?:e1e1e1|b5c4df) 1\.0pt;\s?padding:\s?3\.0pt 0",
    re.IGNORECASE,
)
_QUOTE_CLASS = re.compile(r"quote(?:d|_container)?\Z")


def mark_of(tag: str, data: str) -> str | None:
    """What an element says of the lines inside it, or None."""
    if "=" not in data:
        return Mark.PERHAPS if tag == "blockquote" else None
    given = attributes(data)
    return _by_identity(given) or _by_class(tag, given.get("class", "")) or _by_look(tag, given)


def _by_identity(given: dict[str, str]) -> str | None:
    return (
        _BY_ID.get(given.get("id", "").lower())
        or _BY_MARKER.get(given.get("data-marker", "").lower())
        or _BY_NAME.get(given.get("name", "").lower())
    )


def _by_class(tag: str, classes: str) -> str | None:
    for name in classes.lower().split():
        if name in _BY_CLASS:
            return _BY_CLASS[name]
        if name in {"gmail_quote", "gmail_quote_container"} and tag != "blockquote":
            return GMAIL
        if name.endswith("yahoo_quoted"):  # with a prefix that changes at each mail
            return Mark.QUOTED
        if tag == "blockquote" and _QUOTE_CLASS.search(name):
            return Mark.QUOTED
    return None


def _by_look(tag: str, given: dict[str, str]) -> str | None:
    style = given.get("style", "")
    if _HIDDEN.search(style):
        return HIDDEN
    if tag == "span":
        return Mark.COLOURED if _COLOUR.search(style) else None
    if tag == "div" and _OUTLOOK_RULE.search(style):
        return REST
    bar = bool(_BAR.search(style))
    if tag == "blockquote":
        return Mark.QUOTED if bar or given.get("type", "").lower() == "cite" else Mark.PERHAPS
    return Mark.PERHAPS if bar and tag == "div" else None
