"""Inviting a whole town without flooding anybody: queued at once, handed to the desk little by little."""
