"""What a text says once punctuation is gone."""

import unicodedata


def meaningful(text: str) -> int:
    """Return how many letters, digits and Han characters a text holds."""
    return sum(unicodedata.category(sign)[0] in "LN" for sign in text)
