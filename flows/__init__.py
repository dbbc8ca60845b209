"""The conversation: what is asked, what is understood, what comes next. Pure: state in, state out.

`engine.step(catalogue, session, event) -> Sprint` is the one way in. Each flow is a file of data that
reads like its conversation. Nothing here touches a database, a channel, a clock or a die.
"""
