"""What people see of a number: digits that stand apart, zeros before it, and what is no sign of it."""

from decimal import Decimal

import pytest

from tracker.exchange.book.shown_number import shown_text

SHOWN = {
    "a mobile in groups": ("13800000001", "000-0000-0000", None),
    "in groups by blanks": ("13800000001", "### #### ####", None),
    "in groups with a word before": ("13800000001", '"电话"000-0000-0000', "电话138-0000-0001"),
    "an area code and its zero": ("57487181234", "0000-00000000", "0574-87181234"),
    "a zero before the number": ("57487181234", "000000000000", "057487181234"),
    "as many digits as zeros": ("13800000001", "00000000000", None),
    "a month": ("202606", '0000"年"00"月"', "2026年06月"),
    "groups of a small number": ("1", "00-00", "00-01"),
    "groups of a negative number": ("-5", "0-00", "-0-05"),
    "groups and a point": ("12345.67", "0 00.0", None),
    "a fraction": ("0.45", "# ?/?", None),
    "a whole and a fraction": ("3.5", "0 0/0", None),
    "tenths by a literal point": ("124000", '0!.0,"万"', "12.4万"),
    "a sign before": ("12.4", '"-"0.0', "-12.4"),
    "rounded": ("12.46", "0.0", None),
    "nothing": ("0", "0", None),
    "a share": ("0.05", "0%", None),
    "a share with its zero": ("0.05", "00%", "05%"),
}


@pytest.mark.parametrize(("number", "code", "shown"), SHOWN.values(), ids=SHOWN)
def test_what_is_shown_of_a_number(number: str, code: str, shown: str | None) -> None:
    assert shown_text(Decimal(number), code) == shown
