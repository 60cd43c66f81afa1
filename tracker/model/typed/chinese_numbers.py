"""Small numbers written in characters."""

_DIGITS = {character: number for number, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}


def chinese_number(text: str) -> int | None:
    """Return 0 to 100 of 「五十」「二十五」「百」「一百」, None when it is no such number."""
    if text in {"百", "一百"}:
        return 100
    if "十" not in text:
        digits = [_DIGITS.get(character) for character in text]
        return None if None in digits or not 1 <= len(digits) <= 2 else int("".join(map(str, digits)))
    tens, _, ones = text.partition("十")
    high, low = _DIGITS.get(tens or "一"), _DIGITS.get(ones or "零")
    return None if high is None or low is None else high * 10 + low
