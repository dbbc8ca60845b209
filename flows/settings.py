"""Settings: login, last sign-in, linked conversations; change the password, stop messages, leave."""

from flows.effects import Effect
from flows.flow import Flow
from flows.here import Level, Stage
from flows.steps import Call, Choose, Do, End, Leave, Say

SETTINGS = Flow(
    "settings",
    needs=Level.READ,
    stage=Stage.READY,
    steps=(
        Do("look", Effect.SETTINGS, {"shown": "menu"}),
        Choose(
            id="menu",
            text="settings",
            to={
                "changer-mot-de-passe": "new_password",
                "arreter-messages": "stop_messages",
                "reprendre-messages": "resume",
                "se-deconnecter": "sign_out",
                "delier": "unlink",
                "ajouter-adresse": "add_mailbox",
                "retirer-adresses": "mailboxes",
                "accueil": "end",
            },
        ),
        Call("new_password", "new_password", {"done": "look"}),
        Call("stop_messages", "stop_messages", {"done": "look"}),
        Call("resume", "resume", {"done": "look"}),
        Call("sign_out", "sign_out", {}),
        Call("unlink", "unlink", {"done": "look"}),
        Call("add_mailbox", "add_mailbox", {"done": "look"}),
        Call("mailboxes", "mailboxes", {"done": "look"}),
        End("end"),
    ),
)

# An account of any stage can be left: `FROZEN` is the lowest that has a citizen.
SIGN_OUT = Flow(
    "sign_out",
    stage=Stage.FROZEN,
    steps=(
        Do("out", Effect.SIGN_OUT, {"done": "said"}),
        Say("said", "sign_out.done", "leave"),
        Leave("leave"),
    ),
)

UNLINK = Flow(
    "unlink",
    needs=Level.READ,
    stage=Stage.FROZEN,
    steps=(
        Do(
            "chats",
            Effect.CHATS,
            {"one": "confirm", "several": "which", "others": "others", "none": "none"},
        ),
        Choose(id="confirm", text="unlink.confirm", to={"oui": "unlink", "non": "kept"}),
        Choose(
            id="which",
            text="unlink.which",
            to={"cette-conversation": "unlink", "les-autres": "others", "non": "kept"},
        ),
        Do("unlink", Effect.UNLINK, {"done": "said"}),
        Say("said", "unlink.done", "leave"),
        Leave("leave"),
        Call("others", "unlink_others", {"done": "end"}),
        Say("none", "unlink.none", "end"),
        Say("kept", "unlink.kept", "end"),
        End("end"),
    ),
)

# Whoever found a phone must not shut out its owner's other one.
UNLINK_OTHERS = Flow(
    "unlink_others",
    needs=Level.CHANGE,
    stage=Stage.FROZEN,
    steps=(
        Choose(id="confirm", text="unlink_others.confirm", to={"oui": "unlink", "non": "kept"}),
        Do("unlink", Effect.UNLINK_OTHERS, {"done": "said"}),
        Say("said", "unlink_others.done", "end"),
        Say("kept", "unlink.kept", "end"),
        End("end"),
    ),
)

# No proof is asked: to receive less is never a danger.
STOP_MESSAGES = Flow(
    "stop_messages",
    (
        Do("stop", Effect.STOP_MESSAGES, {"done": "said"}),
        Say("said", "stop_messages.done", "end"),
        End("end"),
    ),
)

RESUME = Flow(
    "resume",
    (
        Do("resume", Effect.RESUME_MESSAGES, {"done": "said"}),
        Say("said", "resume.done", "end"),
        End("end"),
    ),
)
