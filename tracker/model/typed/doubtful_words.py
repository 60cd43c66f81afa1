"""Words out of a spreadsheet that are likely not what their writer meant: cut off, shortened, or saying nothing."""

import re

from tracker.model.typed.cut_numbers import is_shortened
from tracker.model.typed.text import gives_nothing, narrow, shortened

#: Lengths at which programs cut a text off.
_CUT_AT = frozenset({255, 8_224})
#: What is left of a text that a program cut off has at least so many characters.
_LONG = 200
#: What stands for nothing to write, beside 无 and the strokes that mean it anywhere.
_NOTHING = frozenset({"n/a", "na", "nan", "nil", "none", "null", "空", "没有", "略", "不详", "无内容"})
#: What a spreadsheet shows of a number that its column is too narrow for.
_TOO_NARROW = re.compile("#{3,}")
#: A number of so many characters is no phone number.
_SHORT = 6


def doubt_of_words(text: str, before: str) -> str:
    """Return why a copied text may not be what was meant in place of the one before, "" where nothing speaks for it."""
    return says_less(text, before) or doubt_of_text(text) or lost_end(before, text)


def doubt_of_text(text: str) -> str:
    """Return what makes a text doubtful by itself, "" for a sound one."""
    if {len(text), len(text.encode("utf-16-le", "surrogatepass")) // 2} & _CUT_AT:
        return f"文字正好 {len(text)} 字，可能被别的程序截断了"
    if _TOO_NARROW.fullmatch(narrow(text)):
        return f"「{shortened(text)}」是列太窄时显示的井号，内容没有带过来"
    return shortened_number(text) if is_shortened(text) else ""


def says_less(text: str, before: str) -> str:
    """Return why a text may not be meant in place of words, "" where it is or there was nothing before.

    It only says that there is nothing, has neither letters nor digits, or is a short number where words stood.
    """
    plain = narrow(text).strip(" 。.,;!").lower()
    if not before.strip() or not text.strip():
        return ""
    if gives_nothing(plain) or plain in _NOTHING or not any(map(str.isalnum, plain)):
        return f"写的是「{shortened(text)}」，原来有内容，请核对是清空还是照这样写"
    if _is_short_number(plain) and any(map(str.isalpha, before)):
        return f"写的是「{shortened(text)}」，原来是文字，请核对是不是数字盖住了文字"
    return ""


def _is_short_number(text: str) -> bool:
    """Tell a number that may come from a cell beside; one digit again and again is padding, which reports nothing."""
    padding = len(text) > 3 and len(set(text)) == 1
    return len(text) <= _SHORT and not padding and not any(map(str.isalpha, text))


def shortened_number(text: str) -> str:
    """Say that a number lost its last digits."""
    return f"「{shortened(text)}」是表格缩短了的数字，后面几位可能已经丢失"


def lost_end(before: str, text: str) -> str:
    """Say that a long text lost its end and nothing else, "" for any other change."""
    if len(text) < _LONG or len(text) >= len(before) or not before.startswith(text):
        return ""
    return f"比原来少了后面 {len(before) - len(text)} 字，像是被截断了"
