"""zxcvbn's 27 English sentences (feedback.py, 4.5), and which reason of ours each one is."""

from portal.password.reasons import Reason

SENTENCES = {
    "Use a few words, avoid common phrases.": Reason.FEW_WORDS,
    # Half true here: our rule does ask for a digit.
    "No need for symbols, digits, or uppercase letters.": Reason.FEW_WORDS,
    "Add another word or two. Uncommon words are better.": Reason.ADD_WORDS,
    "Straight rows of keys are easy to guess.": Reason.KEYBOARD_WALK,
    "Short keyboard patterns are easy to guess.": Reason.KEYBOARD_WALK,
    # Poor advice to a citizen; the reason alone is enough.
    "Use a longer keyboard pattern with more turns.": Reason.KEYBOARD_WALK,
    'Repeats like "aaa" are easy to guess.': Reason.REPEATED_CHARACTER,
    'Repeats like "abcabcabc" are only slightly harder to guess than "abc".': Reason.REPEATED_WORD,
    "Avoid repeated words and characters.": Reason.REPEATED_WORD,
    'Sequences like "abc" or "6543" are easy to guess.': Reason.SEQUENCE,
    "Avoid sequences.": Reason.SEQUENCE,
    "Recent years are easy to guess.": Reason.YEAR,
    "Avoid recent years.": Reason.YEAR,
    "Avoid years that are associated with you.": Reason.OWN_YEAR,
    "Dates are often easy to guess.": Reason.DATE,
    "Avoid dates and years that are associated with you.": Reason.OWN_DATE,
    "This is a top-10 common password.": Reason.TOP_TEN,
    "This is a top-100 common password.": Reason.TOP_HUNDRED,
    "This is a very common password.": Reason.VERY_COMMON,
    "This is similar to a commonly used password.": Reason.LIKE_COMMON,
    "A word by itself is easy to guess.": Reason.LONE_WORD,
    "Names and surnames by themselves are easy to guess.": Reason.LONE_NAME,
    "Common names and surnames are easy to guess.": Reason.COMMON_NAME,
    "Capitalization doesn't help very much.": Reason.CAPITAL_FIRST,
    "All-uppercase is almost as easy to guess as all-lowercase.": Reason.ALL_CAPITALS,
    "Reversed words aren't much harder to guess.": Reason.REVERSED_WORD,
    "Predictable substitutions like '@' instead of 'a' don't help very much.": Reason.SUBSTITUTION,
}
