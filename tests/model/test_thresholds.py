"""Every number of the lights and lists is declared once; what is written elsewhere agrees with it."""

import re
from pathlib import Path

import pytest

from tracker.model.rows import Concern
from tracker.model.thresholds import SOON_DAYS, WEEK_DAYS, Thresholds, recorded_words, threshold_words

ROOT = Path(__file__).resolve().parents[2]


def test_every_threshold_has_its_words() -> None:
    assert [each.name for each in threshold_words()] == list(Thresholds().to_dict())
    assert all(each.label and each.unit.strip() in "点天" and "{}" in each.recorded for each in threshold_words())


def test_a_recorded_rule_reads_as_a_sentence() -> None:
    assert recorded_words(Thresholds().to_dict()) == "红灯落后超过30点，黄灯落后10点，30天内到期，60天无进展"
    assert recorded_words({"stale_days": 45}) == "45天无进展"


@pytest.mark.parametrize("page", ["resources/help/lights.md", "README.md"])
def test_the_manual_names_the_thresholds_in_force(page: str) -> None:
    rows = [line for line in (ROOT / page).read_text(encoding="utf-8").splitlines() if re.match(r"\| [◆▲红黄]", line)]
    standard = Thresholds()
    red, amber = ([int(number) for number in re.findall(r"\d+", row)] for row in rows)
    assert red == [standard.behind_red]
    assert amber == [standard.due_soon_days, standard.behind_amber, standard.behind_red, standard.stale_days]


def test_the_headings_of_today_name_their_days() -> None:
    text = (ROOT / "resources/help/today.md").read_text(encoding="utf-8")
    assert f"今天起 {WEEK_DAYS} 天内到期" in text
    assert f"{WEEK_DAYS + 1} 到 {SOON_DAYS} 天内到期" in text
    assert Concern.MONTH.value == f"{SOON_DAYS}天内到期"
