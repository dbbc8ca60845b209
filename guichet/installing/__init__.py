"""The first settings of a town: a few questions, each answer checked at once, two files written at the end."""
