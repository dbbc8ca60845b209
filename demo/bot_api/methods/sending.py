"""What a bot says."""

from demo.bot_api.chats import TYPING, Chat
from demo.bot_api.entities import with_entities
from demo.bot_api.errors import Payload, bad_request
from demo.bot_api.formatting import read_text
from demo.bot_api.keyboards import read_keyboard
from demo.bot_api.messages import Message
from demo.bot_api.turn import Turn

LONGEST_TEXT = 4096
LONGEST_NOTICE = 200
ACTIONS = frozenset(
    {
        "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice",
        "upload_document", "choose_sticker", "find_location", "record_video_note",
        "upload_video_note",
    }
)  # fmt: skip
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


async def send_message(turn: Turn) -> Payload:
    """`sendMessage`."""
    bot, ask = turn.bot, turn.ask
    text, entities = read_text(ask, "text", LONGEST_TEXT)
    keyboard = read_keyboard(ask)
    chat = turn.chat()
    chat.check_open()
    content = with_entities(text, entities) | read_preview(turn)
    message = Message(
        message_id=bot.next_message_id(),
        sender=bot.user(),
        date=bot.now(),
        content=content,
        by_bot=True,
        keyboard=keyboard,
        protected=ask.flag("protect_content"),
        reply_to=_replied(turn, chat),
    )
    return chat.add(message).payload(chat.payload())


async def send_chat_action(turn: Turn) -> bool:
    """`sendChatAction`."""
    if turn.ask.text("action") not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat = turn.chat()
    chat.check_open()
    chat.typing_until = turn.bot.clock.now() + TYPING
    chat.touch()
    return True


async def answer_callback_query(turn: Turn) -> bool:
    """`answerCallbackQuery`."""
    text = turn.ask.text("text")
    if len(text) > LONGEST_NOTICE:
        raise bad_request("MESSAGE_TOO_LONG")
    press = turn.bot.take_press(turn.ask.text("callback_query_id"))
    if press is None:
        raise bad_request(TOO_OLD)
    press.chat.notices.append(
        {
            "query_id": turn.ask.text("callback_query_id"),
            "text": text,
            "alert": turn.ask.flag("show_alert"),
        }
    )
    press.chat.touch()
    return True


def read_preview(turn: Turn) -> Payload:
    """The wishes for the preview of a link, which the `Message` repeats."""
    options = turn.ask.structure("link_preview_options", "link preview options")
    if options is not None and not isinstance(options, dict):
        raise bad_request("can't parse link preview options: expected an Object")
    return {"link_preview_options": options} if options else {}


def _replied(turn: Turn, chat: Chat) -> Payload | None:
    reply = turn.ask.structure("reply_parameters", "reply parameters") or {}
    message_id = int(reply.get("message_id", turn.ask.integer("reply_to_message_id")))
    if message_id in chat.messages:
        return chat.messages[message_id].payload(chat.payload())
    if message_id and not reply.get("allow_sending_without_reply"):
        raise bad_request("message to be replied not found")
    return None
