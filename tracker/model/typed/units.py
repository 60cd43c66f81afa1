"""Units of figures: which are the same, and by what factor 万元 differs from 亿元."""

from decimal import Decimal

from tracker.model.typed.text import narrow

_SCALES = {
    "万亿": 10**12,
    "千亿": 10**11,
    "百亿": 10**10,
    "亿": 10**8,
    "千万": 10**7,
    "百万": 10**6,
    "十万": 10**5,
    "万": 10**4,
    "千": 10**3,
    "百": 10**2,
}
#: 千米 is no thousand of what an indicator counts in 米 by mistake, 千瓦时 is a unit of its own name.
_FIXED = ("千米", "千克", "千瓦", "百分", "百公里")


def unit_key(unit: str) -> str:
    """Return a unit for comparing: width, case, blanks and brackets do not count."""
    return narrow(unit).replace(" ", "").strip("()").lower()


def factor(written: str, wanted: str) -> Decimal | None:
    """Return what a figure in one unit is multiplied by to stand in another; None where nothing is certain."""
    (scale, base), (wanted_scale, wanted_base) = _parts(written), _parts(wanted)
    if base != wanted_base and not (scale > 1 and not base):  # 12万 of what is counted in 家 is 12万家
        return None
    return Decimal(scale) / Decimal(wanted_scale)


def _parts(unit: str) -> tuple[int, str]:
    """Split 亿元 into its scale and 元."""
    key = unit_key(unit)
    if not key.startswith(_FIXED):
        for word, scale in _SCALES.items():
            if key.startswith(word):
                return scale, key.removeprefix(word)
    return 1, key
