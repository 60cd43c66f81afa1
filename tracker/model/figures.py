"""The arithmetic of printed figures: percents, shares that add up, means, places, differences.

Whatever is printed with one decimal is kept as whole tenths, so that what is compared is what is read.
"""

from collections.abc import Iterable, Sequence

#: U+2212: a hyphen would stand lower and could be broken from its number.
MINUS = "−"
WHOLE = 1_000
_TENTHS = 10
_LEAST_RANKED = 6
_PODIUM = 3


def percent(part: int, whole: int) -> int | None:
    """Return a share in tenths of a percent, halves up; None where the whole is 0."""
    return (2 * WHOLE * part + whole) // (2 * whole) if whole > 0 else None


def shares(counts: Sequence[int]) -> tuple[int, ...]:
    """Return the shares of a partition in tenths of a percent: they add up to 1000, or are all 0 where nothing is.

    Largest remainder; of equal remainders the first in reading order is raised.
    """
    whole = sum(counts)
    if whole == 0:
        return (0,) * len(counts)
    floors = [WHOLE * count // whole for count in counts]
    remainders = [WHOLE * count % whole for count in counts]
    left = WHOLE - sum(floors)
    raised = set(sorted(range(len(counts)), key=lambda index: -remainders[index])[:left])
    return tuple(floor + (index in raised) for index, floor in enumerate(floors))


def mean(values: Iterable[int]) -> int | None:
    """Return the mean in tenths, halves away from zero; None of nothing."""
    numbers = list(values)
    return mean_of(sum(numbers), len(numbers))


def mean_of(total: int, count: int) -> int | None:
    """Return the mean in tenths of so many numbers with a sum, halves away from zero; None of none."""
    if count == 0:
        return None
    size = (2 * _TENTHS * abs(total) + count) // (2 * count)
    return size if total >= 0 else -size


def ranks(keys: Sequence[int | None]) -> tuple[int | None, ...]:
    """Return the rank of each key, the greatest first: equal keys share it, the next are skipped; None has none."""
    return tuple(None if key is None else 1 + sum(other is not None and other > key for other in keys) for key in keys)


def first_and_last(ranked: Sequence[int]) -> tuple[range, range]:
    """Return which rows are 前三位 and 后三位, given the places of the ranked rows in the order of the table.

    Places up to 3 with their ties; the last three rows and whoever ties with the first of them. Both are empty
    where fewer than 6 are ranked.
    """
    if len(ranked) < _LEAST_RANKED:
        return range(0), range(0)
    top = sum(rank <= _PODIUM for rank in ranked)
    bottom = ranked.index(ranked[-_PODIUM])
    return range(top), range(bottom, len(ranked))


def decimal_text(tenths: int | None) -> str:
    """Write 66.4, −3.0, — for None."""
    if tenths is None:
        return "—"
    sign = MINUS if tenths < 0 else ""
    return f"{sign}{abs(tenths) // _TENTHS}.{abs(tenths) % _TENTHS}"


def percent_text(tenths: int | None) -> str:
    """Write 17.9%, — for None."""
    return "—" if tenths is None else f"{decimal_text(tenths)}%"


def signed_text(tenths: int | None) -> str:
    """Write +5.0, −10.7, 0.0, — for None."""
    return f"+{decimal_text(tenths)}" if tenths is not None and tenths > 0 else decimal_text(tenths)


def change_text(before: int, now: int) -> str:
    """Write 增加5项, 减少2项, 持平; "" where both are 0."""
    if before == now:
        return "持平" if now else ""
    return f"增加{now - before}项" if now > before else f"减少{before - now}项"
