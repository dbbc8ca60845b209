"""Under which name a process claims its work, so that what a dead one had is not waited for."""

from secrets import token_hex


class Badge:
    """`shown` while a line lets the others see that this process lives."""

    def __init__(self) -> None:
        self.name = token_hex(8)
        self.shown = False

    def renew(self) -> None:
        """Another name, under which nothing is claimed yet."""
        self.name = token_hex(8)

    def owner(self) -> str:
        """A claim's owner: it begins with the name of a process that can be seen to die."""
        return f"{self.name}:{token_hex(4)}" if self.shown else token_hex(8)

    def holds(self, owner: str) -> bool:
        """Whether a claim of ours still stands under the present name, or under none at all."""
        name, apart, _ = owner.partition(":")
        return not apart or name == self.name
