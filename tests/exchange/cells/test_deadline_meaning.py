"""Two wordings of a deadline are one where they mean the same day, or read alike in a cell."""

from datetime import date

import pytest

from tracker.exchange.cells.deadline_meaning import deadline_meaning

SENT = date(2025, 11, 18)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2025年12月底前", "2025-12-31", True),
        ("12月底", "2025年12月底", True),  # the year of sending
        ("每月25日前", "每月25日", True),
        ("每月25日前", "每季度末", False),
        ("长期坚持", "长期坚持。", True),
        ("按协议约定\x80时间", "按协议约定时间", True),  # what nobody sees
        ("按协议约定时间", "按合同约定时间", False),
        ("", " ", True),
        ("", "2025-12-31", False),
    ],
)
def test_deadlines_are_compared_by_what_they_mean(one: str, other: str, same: bool) -> None:
    assert (deadline_meaning(one, SENT) == deadline_meaning(other, SENT)) is same
