"""What can go wrong with the other side. The words are for the log: no token, no claim, no secret in them."""


class FranceConnectError(Exception):
    """FranceConnect, or somebody who plays it."""


class UnavailableError(FranceConnectError):
    """It does not answer, answers too late, or answers with a failure of its own."""


class RefusedError(FranceConnectError):
    """What it said cannot be believed: nothing of it is used."""
