"""Cut passages into sentences and clauses, and keep apart what says who is responsible."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tracker.intake.lexicon import LEADS, REPORTING
from tracker.intake.text.layout import DUTY_WORDS
from tracker.intake.text.marks import ORDINAL, heading_number
from tracker.intake.text.passage import Passage, Role

_ENDS = "。！？!?；;"
_CLOSERS = "”’」』》）)】"
_OPEN, _CLOSE = "（([【《", "）)]】》"
_LONGEST_BRACKET = 120
_DUTY = re.compile(rf"[（(](?:[^（()）]{{0,6}})?(?:{DUTY_WORDS})[^（()）]{{0,4}}[：:]")
_LOOSE_DUTY = re.compile(rf"(?:{DUTY_WORDS})[：:][^。；]*[。；]?")
#: Nothing but offices in brackets at the end of an item.
_BARE_DUTY = re.compile(
    r"[（(](?:[^（()）。：:、，,；; ]{2,16}(?:局|委|办|部|厅|院|会|府|行|社|团|司|中心|区|县|市|街道|镇|乡|单位|部门|大学|学院|支队|企业|牵头|配合|负责)"
    r"[、，,；;：: ]?)+(?:20\d\d年[^（()）。]{0,8}|长期坚持|持续推进|全年)?[）)](?=[。；;]?$|[。；;])"
)
#: Other brackets that hold who is responsible: 〔市商务局；2026年12月〕.
_ROUND = str.maketrans("〔【[〕】]", "（（（）））")
_SPEAKER = re.compile(r"[\u4e00-\u9fffA-Z· ]{1,14}[：:](?=.{4})")
_TIME = re.compile(
    r"(?:到|至|在|于|自|截至|力争)?(?:20\d\d年|今年|明年|年内|近期|本月|上半年|下半年|[一二三两\d]+年[内来])[^，。]{0,6}"
)
#: In what respect, at what occasion the next clause says something.
_FRAME = re.compile(
    r"(?:从|就)[^，]{1,14}(?:看|出发|来说|来讲|而言)|(?:对|对于)[^，]{1,8}(?:来说|而言|来讲)"
    r"|在[^，]{2,26}(?:上|下|中|里|方面|阶段|同时|之前|之后|之际|时期|关头)"
)
_REPORT = re.compile(rf"[^，。；]{{0,14}}(?:{'|'.join(REPORTING)})")
_NOT_SPEAKER = re.compile(
    r"(?:责任|牵头|完成|配合|建议|要求|目标|问题|如下|包括|例如|比如|会议议定|措施|任务|原则|摘要|关键词|附件)"
)


@dataclass(slots=True)
class Clause:
    """A stretch of a passage between two commas; `start` and `end` are places in the passage's text."""

    passage: int
    start: int
    end: int
    text: str
    sentence: int  # counted through the whole text
    first: bool  # of its sentence
    last: bool
    opening: str = ""  # the mark before it: "" at the beginning of a passage
    closing: str = ""
    speaker: str = ""
    ordinal: str = ""


@dataclass(slots=True)
class Duty:
    """Words that say who is responsible until when; for the passage, and the stretch before `at` in it."""

    passage: int
    at: int
    passage_of_words: int
    start: int
    end: int
    text: str


@dataclass(slots=True)
class Parsed:
    """Clauses and duties of a text, in order."""

    clauses: list[Clause] = field(default_factory=list)
    duties: list[Duty] = field(default_factory=list)


def parse(passages: Sequence[Passage]) -> Parsed:
    """Return the clauses of all running text, and who is said to be responsible for what."""
    parsed = Parsed()
    sentence = 0
    last_body = -1
    for number, passage in enumerate(passages):
        if passage.role is Role.DUTY and last_body >= 0:
            duty = Duty(last_body, len(passages[last_body]), number, 0, len(passage), passage.text)
            parsed.duties.append(duty)
        if passage.role is not Role.BODY:
            continue
        last_body = number
        masked, duties = _without_duties(number, passage.text)
        parsed.duties += duties
        for start, end in _sentences(masked):
            sentence += 1
            parsed.clauses += _clauses(number, masked, start, end, sentence)
    return parsed


def _without_duties(number: int, text: str) -> tuple[str, list[Duty]]:
    """Return the text with the words about responsibility blanked out, whatever brackets they stand in."""
    duties, plain = [], text.translate(_ROUND)
    for match in list(_DUTY.finditer(plain)):
        end = _closing(plain, match.start())
        duties.append(Duty(number, match.start(), number, match.start(), end, plain[match.start() : end]))
    for match in _BARE_DUTY.finditer(plain):
        if not any(duty.start <= match.start() < duty.end for duty in duties):
            duties.append(Duty(number, match.start(), number, match.start(), match.end(), match[0]))
    for match in _LOOSE_DUTY.finditer(text):
        inside = any(duty.start <= match.start() < duty.end for duty in duties)
        fresh = match.start() == 0 or text[match.start() - 1] in "。；;） "
        if fresh and not inside:
            duties.append(Duty(number, match.start(), number, match.start(), match.end(), match[0]))
    for duty in duties:
        text = text[: duty.start] + " " * (duty.end - duty.start) + text[duty.end :]
    return text, duties


def _closing(text: str, start: int) -> int:
    """Return the end of the bracket that opens at `start`."""
    depth = 0
    for i in range(start, len(text)):
        depth += (text[i] in _OPEN) - (text[i] in _CLOSE)
        if depth == 0:
            return i + 1
    return len(text)


def _brackets(text: str) -> list[bool]:
    """Tell of each character whether it stands in a bracket that is closed soon."""
    inside = [False] * len(text)
    i = 0
    while i < len(text):
        if text[i] in "（(《【":
            end = _closing(text, i)
            if end - i <= _LONGEST_BRACKET and text[end - 1] in _CLOSE:
                inside[i:end] = [True] * (end - i)
                i = end
                continue
        i += 1
    return inside


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    inside = _brackets(text)
    start = 0
    for i, character in enumerate(text):
        if i < start or character not in _ENDS or inside[i]:
            continue
        end = i + 1
        while end < len(text) and text[end] in _CLOSERS + _ENDS and not inside[end]:
            end += 1
        yield start, end
        start = end
    if text[start:].strip():
        yield start, len(text)


def _clauses(number: int, text: str, start: int, end: int, sentence: int) -> Iterator[Clause]:
    """Yield the clauses of a sentence; fragments that only lead in are part of the next."""
    while start < end and text[start] in " 　":
        start += 1
    if start >= end:
        return
    speaker = ""
    if start == 0 and (match := _SPEAKER.match(text)) and not _NOT_SPEAKER.search(match[0]):
        speaker, start = match[0][:-1], match.end()
    pieces = list(_pieces(text, start, end))
    opening = text[start - 1] if start and not speaker else ""
    for i, (begin, stop) in enumerate(pieces):
        words = text[begin:stop]
        mark = words.rstrip(_CLOSERS)[-1:]
        yield Clause(
            number, begin, stop, words, sentence, i == 0, i == len(pieces) - 1,
            opening if i == 0 else text[begin - 1], mark, speaker, _ordinal(words),
        )  # fmt: skip


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    inside = _brackets(text[start:end])
    begin = start
    for i in range(start, end):
        if text[i] not in "，,：:" or inside[i - start] or i == end - 1 or _is_figure(text, i):
            continue
        if _leads(text[begin:i], text[i]):
            continue
        yield begin, i + 1
        begin = i + 1
    if begin < end:
        yield begin, end


def _is_figure(text: str, i: int) -> bool:
    return text[i] in ",:：" and text[i - 1 : i].isdigit() and text[i + 1 : i + 2].isdigit()


def _leads(words: str, mark: str) -> bool:
    """Tell whether what stands before a comma is only the way into the next clause."""
    bare = words.strip(" 　“‘并但而也")
    bare = bare[heading_number(bare) :]
    if bare in LEADS or not bare or (ORDINAL.fullmatch(bare + mark) or ORDINAL.fullmatch(bare)):
        return True
    if _FRAME.fullmatch(bare) and mark in "，,":
        return True
    if len(bare) > 16:
        return False
    return bool(_TIME.fullmatch(bare) or (mark in "，,：:" and _REPORT.fullmatch(bare)))


def _ordinal(words: str) -> str:
    """Return the number or ordinal that a clause begins with, "" without."""
    bare = words.lstrip(" 　“")
    length = heading_number(bare)
    if not length and (match := ORDINAL.match(bare)):
        length = match.end()
    return bare[:length]
