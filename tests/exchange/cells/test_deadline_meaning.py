"""Deadlines are compared by what they mean, statuses by their word."""

from datetime import date

import pytest

from tracker.exchange.cells.deadline_meaning import deadline_meaning
from tracker.exchange.cells.statuses import read_status
from tracker.model.enums import Status


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2025年12月底前", "2025-12-31", True),
        ("2025年12月底前", "2025年底", True),
        ("2025年12月底前", "２０２５年１２月３１日", True),
        ("2025年6月底", "2025年上半年", True),
        ("2025年6月底", "2025年7月底", False),
        ("长期坚持", "立行立改", False),
        ("长期坚持", "2025年底", False),
        ("另行通知", "另行 通知", True),
        ("另行通知", "尽快", False),
        ("每季度末", "每月底", False),
        ("", "  ", True),
        ("", "尽快", False),
    ],
)
def test_wordings(one: str, other: str, same: bool) -> None:
    assert (deadline_meaning(one) == deadline_meaning(other)) is same


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("12月底", "2025年12月底", True),
        ("12月底", "2026年12月底", False),
        ("每月25日前", "每月25日", True),
        ("每月25日前", "每季度末", False),
        ("长期坚持", "长期坚持。", True),
        ("按协议约定\x80时间", "按协议约定时间", True),  # what nobody sees
        ("按协议约定时间", "按合同约定时间", False),
        ("", "2025-12-31", False),
    ],
)
def test_wordings_of_a_workbook_take_the_year_it_was_sent(one: str, other: str, same: bool) -> None:
    sent = date(2025, 11, 18)
    assert (deadline_meaning(one, sent) == deadline_meaning(other, sent)) is same


@pytest.mark.parametrize("status", list(Status), ids=lambda s: s.value)
def test_every_status_is_read_by_word_and_value(status: Status) -> None:
    assert [read_status(text, "").value for text in (status.word, status.value, f" {status.word}　")] == [status] * 3


def test_an_unknown_status_names_the_known_ones() -> None:
    assert "推进中" in read_status("快了", "快了").problem
