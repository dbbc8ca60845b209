"""What a person may ask of their data: a copy, an end; and the end that comes by itself with time.

Nothing here decides what a conversation does. Every query names its town, and every write is a small
transaction, so that the doors beside never wait.
"""
