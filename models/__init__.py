"""Tables, constraints and indexes; the migrations stand in `models/migrations`. No rule lives here.

Docstrings of tables become comments in the database: no apostrophe and no semicolon in them, on
which Tortoise's SQLite migrations stumble. Every row belongs to a town, named by its slug.
Times are aware and stored in UTC.
"""
