"""One message in, one transaction, replies out. Nothing else moves a conversation.

A door hands what it received to `reception`, which stores it and commits before the door acknowledges.
`turns` plays the stored events, one transaction for what one address said; `couriers` send what came of it.
"""
