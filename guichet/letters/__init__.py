"""The invitation on paper: who gets one, what it says, and the pages themselves."""
