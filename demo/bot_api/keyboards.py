"""`reply_markup`: the keyboards that Telegram takes, and what it says to the others."""

from typing import Any
from urllib.parse import urlsplit

from demo.bot_api.errors import Payload, RefusedError, bad_request
from demo.bot_api.messages import Keyboard
from demo.bot_api.parameters import Parameters

#: Bytes of UTF-8, not characters. [core.telegram.org/bots/api#inlinekeyboardbutton]
LONGEST_DATA = 64
MOST_BUTTONS = 100
#: What a button may do here; Telegram knows more, which this fake refuses rather than ignores.
DEEDS = ("callback_data", "url", "copy_text")
OTHER_DEEDS = (
    "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat", "callback_game", "pay",
)  # fmt: skip
#: Keyboards in place of the phone's own: accepted, but nothing of them is shown here.
OTHER_MARKUP = ("keyboard", "remove_keyboard", "force_reply")


def read_keyboard(ask: Parameters) -> Keyboard:
    """The inline keyboard of a message; empty without one."""
    markup = ask.structure("reply_markup", "reply keyboard markup")
    if markup is None or markup == {}:
        return []
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in markup:
        return _inline(markup["inline_keyboard"])
    if any(name in markup for name in OTHER_MARKUP):
        return []
    raise bad_request("can't parse reply keyboard markup JSON object")


def _inline(rows: Any) -> Keyboard:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise _cannot('Field "inline_keyboard" must be of type Array of Arrays')
    keyboard = [[_button(button) for button in row] for row in rows if row]
    if sum(map(len, keyboard)) > MOST_BUTTONS:
        raise bad_request("reply markup is too long")
    return keyboard


def _button(button: Any) -> Payload:
    if not isinstance(button, dict):
        raise _cannot("Object expected as inline keyboard button", button=True)
    text = button.get("text")
    if not isinstance(text, str) or not text.strip():
        raise (
            bad_request("inline keyboard button text is empty")
            if text is not None
            else _cannot('Can\'t find field "text"', button=True)
        )
    if any(deed in button for deed in OTHER_DEEDS):
        raise bad_request("BUTTON_TYPE_INVALID")
    deeds = [deed for deed in DEEDS if button.get(deed) is not None]
    if not deeds:
        raise _cannot("Text buttons are unallowed in the inline keyboard", button=True)
    deed = deeds[0]
    kept: Payload = {"text": text.strip(), deed: _checked(deed, button[deed])}
    if button.get("style"):
        kept["style"] = button["style"]
    return kept


def _checked(deed: str, value: Any) -> Any:
    if deed == "callback_data" and not 1 <= len(str(value).encode()) <= LONGEST_DATA:
        raise bad_request("BUTTON_DATA_INVALID")
    return _address(str(value)) if deed == "url" else value


def _address(url: str) -> str:
    whole = url if "://" in url or url.startswith(("mailto:", "tel:")) else f"http://{url}"
    parts = urlsplit(whole)
    if parts.scheme not in {"http", "https", "tg"}:
        why = "Unsupported URL protocol"
    elif parts.scheme != "tg" and "." not in (parts.hostname or ""):
        # Telegram takes 127.0.0.1 but not localhost: a name without a dot is no name to it.
        why = "Wrong HTTP URL"
    else:
        return whole
    raise bad_request(f"inline keyboard button URL '{url}' is invalid: {why}")


def _cannot(why: str, *, button: bool = False) -> RefusedError:
    what = "inline keyboard button" if button else "inline keyboard"
    return bad_request(f"can't parse {what}: {why}")
