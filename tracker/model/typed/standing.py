"""Deadlines without a day: 长期坚持, 立行立改."""

import re

from tracker.model.enums import DueKind

_LASTING = "(?:长期|持续|常态化?|经常性?|始终|不断)(?:坚持|推进|落实|实施|开展|执行|抓好|深化|巩固|进行|任务|工作)*"
_AT_ONCE = (
    "(?:立行立改|即知即改|立查立改|边查边改|边学边改|马上就?办|即刻|即时|立即(?:整改|办理|启动|执行|开展|实施|推进)?)"
)
_STOP = "[。.;,]*"
_STANDING: tuple[tuple[DueKind, re.Pattern[str]], ...] = (
    (DueKind.IMMEDIATE, re.compile(f"{_AT_ONCE}(?:[,;、并]*(?:{_AT_ONCE}|{_LASTING}))*{_STOP}")),
    (DueKind.LONG_TERM, re.compile(f"{_LASTING}(?:[,;、并]*{_LASTING})*{_STOP}")),
)


def standing_kind(words: str) -> DueKind | None:
    """Return the kind of normalised words that name no day by design, None for all others."""
    return next((kind for kind, pattern in _STANDING if pattern.fullmatch(words)), None)
