"""The short reasons beside a light, at most seven characters, and the parts of its sentence."""

from datetime import date

from tracker.model.light_facts import LightFacts
from tracker.model.numbers import chinese_date

_YEAR = 365


def overdue_reason(days: int) -> str:
    """Write 逾期12天, or 逾期30年 where the days do not fit."""
    return f"逾期{days}天" if days <= 9999 else f"逾期{days // _YEAR}年"


def due_reason(days: int) -> str:
    """Write 25天后到期, or 今天到期; thresholds keep it below 1000 days."""
    return f"{days}天后到期" if days else "今天到期"


def silence_reason(days: int) -> str:
    """Write 60天无进展, or 4年无进展 where the days do not fit."""
    return f"{days}天无进展" if days <= 999 else f"{days // _YEAR}年无进展"


def node_reason(days: int) -> str:
    """Write 节点逾期18天, or 节点逾期 where the days do not fit."""
    return f"节点逾期{days}天" if days <= 99 else "节点逾期"


def waiting_reason(days: int) -> str:
    """Write 待审核29天, or 待审核 where the days do not fit."""
    return f"待审核{days}天" if days <= 999 else f"待审核{days // _YEAR}年"


def term(due: date) -> str:
    """Write the deadline."""
    return f"时限 {chinese_date(due)}"


def progress(facts: LightFacts) -> str:
    """Write the progress that counts, and where staff saw less than the office claims, both numbers."""
    seen = facts.effective_progress
    if seen == facts.progress:
        return f"进度 {seen}%"
    return f"进度 {seen}%（单位报 {facts.progress}%，核查 {seen}%）"


def granted_late(facts: LightFacts) -> str:
    """Say that the newest extension was granted after the deadline, "" otherwise."""
    late = facts.extended_late_days
    return f"，逾期 {late} 天后延期" if facts.extensions and late > 0 else ""


def verdict(facts: LightFacts) -> str:
    """Say what the newest check came to."""
    return f"{chinese_date(facts.verdict.on)}核查{facts.verdict.outcome.word}" if facts.verdict is not None else ""
