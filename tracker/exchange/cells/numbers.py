"""The numbers that stand in cells, and how they are written out."""

from decimal import Decimal, InvalidOperation

_LARGEST, _DECIMALS = 30, 10  # powers of ten: beyond the first nothing of ours is counted


def decimal_of(text: str) -> Decimal | None:
    """Return the number a cell's raw text stands for, None when it is none or not finite."""
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() and number.adjusted() < _LARGEST else None


def plain(number: Decimal) -> str:
    """Return a number without exponent and needless zeros: 13800000000, 2025.1."""
    text = f"{number:.10f}" if number.adjusted() > -_DECIMALS else "0"
    return text.rstrip("0").rstrip(".") if "." in text else text
