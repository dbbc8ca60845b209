"""All the flows of one town and the words it understands: the constant half of `step`'s arguments."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from flows.flow import Flow
from flows.steps import Check
from flows.vocabulary import Vocabulary

#: Characters of one message beyond which we ask for less. [Telegram allows 4 096]
LONGEST_ANSWER = 4000
#: Hard budgets: a flow that needs more is a loop.
MOST_STEPS = 50
MOST_FRAMES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """`base` begins every conversation; `prove` is called when a flow needs more proof than there is."""

    flows: Mapping[str, Flow]
    vocabulary: Vocabulary
    base: str = "journey"
    prove: str = "prove"
    person: str = "person"
    #: Recognises a code or a pasted link wherever it is written, and the flow that takes it.
    recognise: Check = field(default=lambda _text: None)
    recognised_by: str = "code"

    def __getitem__(self, name: str) -> Flow:
        return self.flows[name]
