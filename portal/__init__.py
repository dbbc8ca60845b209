"""The town's rules in plain functions, with the field's words: who may do what, and why not.

They run inside the caller's transaction and open none; the clock is an argument; every query names
its town. They know no channel and no flow.
"""
