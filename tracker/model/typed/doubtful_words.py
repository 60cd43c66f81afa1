"""Words out of a spreadsheet that are likely not what their writer meant: cut off, shortened, or saying nothing."""

from tracker.model.typed.cut_numbers import is_shortened
from tracker.model.typed.text import gives_nothing, shortened

#: Lengths at which programs cut a text off.
_CUT_AT = frozenset({255, 8_224})
#: What is left of a text that a program cut off has at least so many characters.
_LONG = 200


def doubt_of_words(text: str, before: str) -> str:
    """Return why a copied text may not be what was meant in place of the one before, "" where nothing speaks for it."""
    if before.strip() and gives_nothing(text):
        return says_nothing(text)
    return doubt_of_text(text) or lost_end(before, text)


def doubt_of_text(text: str) -> str:
    """Return what makes a text doubtful by itself, "" for a sound one."""
    if {len(text), len(text.encode("utf-16-le", "surrogatepass")) // 2} & _CUT_AT:
        return f"文字正好 {len(text)} 字，可能被别的程序截断了"
    return shortened_number(text) if is_shortened(text) else ""


def says_nothing(text: str) -> str:
    """Say that a text may mean no more than that there is nothing."""
    return f"写的是「{shortened(text)}」，原来有内容，请核对是清空还是照这样写"


def shortened_number(text: str) -> str:
    """Say that a number lost its last digits."""
    return f"「{shortened(text)}」是表格缩短了的数字，后面几位可能已经丢失"


def lost_end(before: str, text: str) -> str:
    """Say that a long text lost its end and nothing else, "" for any other change."""
    if len(text) < _LONG or len(text) >= len(before) or not before.startswith(text):
        return ""
    return f"比原来少了后面 {len(before) - len(text)} 字，像是被截断了"
