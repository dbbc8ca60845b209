"""What the DNS must say for a town's mails and pages, and what it says today."""
