"""Put the lines of a page back together: spaced letters closed up, wrapped lines joined, columns rejoined."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from tracker.intake.text.marks import (
    begins_anew,
    ends_sentence,
    is_byline,
    is_caption,
    is_doubled,
    is_heading_start,
    is_label,
    is_short_line,
)
from tracker.intake.text.passage import Passage, Role, Trouble, spans_of

_WIDE = "\u2e80-\u9fff\uff00-\uffef\u3000-\u303f“”‘’—…"
_PAIR = re.compile(rf"[{_WIDE}] (?=[{_WIDE}])")
_TIGHT = re.compile(rf"[{_WIDE}](?=[{_WIDE}])")
_LOOSE_BLANK = re.compile(
    rf"(?<=[{_WIDE}])[ \u3000\t]+(?=[A-Za-z0-9])|(?<=[A-Za-z0-9%])[ \u3000\t]+(?=[{_WIDE}])(?<!^\d )(?<!^\d\d )"
)
_LINE = re.compile(r"[^\r\n\v\f\x85\u2028\u2029]+")
_WRAPPED_SHARE, _WIDEST, _NARROWEST = 0.3, 64, 9
_LONG = 25
_RAGGED = 6  # characters that a line of running text may lack against its neighbours
_AHEAD = 8  # passages that may stand between two pieces of one sentence
INTERRUPTED = "句子被其他栏目隔开"
UNFINISHED = "句子没有写完"
DOUBLED = "重复印刷的栏目名，未当作正文"
CAPTION = "图片说明，未当作正文"


def passages_of(raw: str, *, wrapped: bool) -> tuple[list[Passage], list[Trouble]]:
    """Return the paragraphs of a text as read, in order; `wrapped` where its lines may end anywhere."""
    lines = [line for line in _lines(raw) if line.text]
    lines, troubles = _without_asides(raw, lines)
    joined = _joined(raw, lines) if wrapped and _is_wrapped(lines) else _mended(raw, lines, wrapped=wrapped)
    kept, more = _rejoined(raw, joined) if wrapped else (joined, [])
    return kept, troubles + more


def _lines(raw: str) -> Iterator[Passage]:
    for match in _LINE.finditer(raw):
        places = [i for i in range(match.start(), match.end()) if raw[i].isprintable() or raw[i].isspace()]
        line = Passage("".join(" " if raw[i].isspace() else raw[i] for i in places), places)
        yield _closed_up(line.part(0, len(line)))


def _closed_up(line: Passage) -> Passage:
    """Close up letters set apart: all blanks where most letters are, else only those beside figures."""
    apart, tight = len(_PAIR.findall(line.text)), len(_TIGHT.findall(line.text))
    if (apart >= 4 and apart > tight) or (apart >= 2 and not tight):
        keep = [i for i, character in enumerate(line.text) if character != " "]
    elif _LOOSE_BLANK.search(line.text):
        gone = {i for match in _LOOSE_BLANK.finditer(line.text) for i in range(*match.span())}
        keep = [i for i in range(len(line)) if i not in gone]
    else:
        return line
    return Passage("".join(line.text[i] for i in keep), [line.at[i] for i in keep])


def _without_asides(raw: str, lines: Sequence[Passage]) -> tuple[list[Passage], list[Trouble]]:
    kept, troubles = [], []
    for line in lines:
        start = is_doubled(line.text)
        message = DOUBLED if start == 0 else CAPTION if is_caption(line.text) else ""
        if message:
            troubles.append(Trouble(message, spans_of(raw, line.at)))
        elif start:
            kept.append(line.part(0, start))
            troubles.append(Trouble(DOUBLED, spans_of(raw, line.at[start:])))
        else:
            kept.append(line)
    return kept, troubles


def _is_wrapped(lines: Sequence[Passage]) -> bool:
    """Tell whether lines end anywhere: many end in mid-sentence, and those have few widths."""
    long = [line.text for line in lines if width(line.text) >= _NARROWEST]
    loose = [width(text) for text in long if not ends_sentence(text) and not is_heading_start(text)]
    if len(long) < 6 or len(loose) < _WRAPPED_SHARE * len(long):
        return False
    ordered = sorted(loose)
    near = [bisect_right(ordered, mine + 1.1) - bisect_left(ordered, mine - 1.1) for mine in loose]
    alike = sum(count > max(2, len(loose) / 10) for count in near)
    return 2 * alike >= len(loose)


def width(text: str) -> float:
    """Return the width of a line in full-width characters."""
    return sum(1.0 if ord(character) > 0x2000 else 0.5 for character in text)


def _joined(raw: str, lines: Sequence[Passage]) -> list[Passage]:
    """Join wrapped lines by the width of their neighbours."""
    widths = [width(line.text) for line in lines]
    out: list[Passage] = []
    first = True
    for i, line in enumerate(lines):
        if out and _goes_on(lines, widths, i - 1, first=first):
            out[-1] = out[-1].joined(line)
            first = False
        else:
            out.append(line)
            first = True
    return _mended(raw, out, wrapped=True)


def _goes_on(lines: Sequence[Passage], widths: Sequence[float], i: int, *, first: bool) -> bool:
    """Tell whether line i, the first of its paragraph or not, and the next are of one paragraph."""
    line, following = lines[i].text, lines[i + 1].text
    if _opens_bracket(line) and following.find("）") > -1 and not is_heading_start(following):
        return True
    column = _column(widths, i)
    if column is None:
        return False
    lacking = column - widths[i]
    if is_heading_start(line) and not ends_sentence(line) and "。" not in line:
        short = widths[i + 1] < column - 2 and not ends_sentence(following)
        return short and not begins_anew(following) and lacking <= (6.1 if len(following) <= 6 else 3.5)
    if is_byline(following) or is_byline(line) or following.startswith(("——", "编者按")):
        return False
    if _breaks_off(line) and lacking <= _RAGGED and not begins_anew(following) and not is_label(following):
        return True
    if ends_sentence(line):
        return lacking < 1.6 and not begins_anew(following) and not is_short_line(following)
    if (
        is_heading_start(following)
        or (is_label(following) and (lacking > 1.1 or is_label(line)))
        or (lacking > 2.1 and is_short_line(following))
    ):
        return False
    indent = 2 if first else 0
    return lacking <= indent + (4.1 if "，" in line or "。" in line else 2.1)


def _breaks_off(line: str) -> bool:
    """Tell whether a line ends right after the beginning of a sentence: no paragraph ends so."""
    rest = re.split(r"[。！？]", line)[-1]
    return len(rest) < len(line) and 0 < len(rest) <= 4 and not ends_sentence(line)


def _opens_bracket(line: str) -> bool:
    return len(line) < _WIDEST and line.rfind("（") > line.rfind("）")


def _column(widths: Sequence[float], i: int) -> float | None:
    """Return the width of the column that line i stands in, None where its neighbours have no common width."""
    near = [*widths[max(0, i - 4) : i], *widths[i + 1 : i + 5]]
    if sum(abs(other - widths[i]) <= 1.1 for other in near) >= 2 and _NARROWEST <= widths[i] <= _WIDEST:
        return widths[i]
    for wide in sorted(near, reverse=True):
        alike = sum(wide - 1.6 <= other <= wide for other in near)
        if alike >= min(2, len(near)) and _NARROWEST <= wide <= _WIDEST:
            return max(wide - 0.5, widths[i])
    return None


def _mended(raw: str, lines: Sequence[Passage], *, wrapped: bool) -> list[Passage]:
    """Join long paragraphs that a page break cut: the first unfinished, the second beginning in mid-sentence."""
    out: list[Passage] = []
    for line in lines:
        if wrapped and out and _is_cut(raw, out[-1], line):
            out[-1] = out[-1].joined(line)
        else:
            out.append(line)
    return out


def _is_cut(raw: str, first: Passage, second: Passage) -> bool:
    if ends_sentence(first.text) or width(first.text) < _LONG or first.text[-1] in "，,、：:":
        return False
    if is_heading_start(first.text) and "。" not in first.text:
        return False
    near = raw.count("\n", first.at[-1], second.at[0]) <= 2
    fresh = begins_anew(second.text) or is_byline(second.text) or is_short_line(second.text)
    return near and not fresh and "。" in second.text + first.text


def _rejoined(raw: str, passages: Sequence[Passage]) -> tuple[list[Passage], list[Trouble]]:
    """Put together sentences between whose pieces something else is printed; say so, and what stays unfinished."""
    left = list(passages)
    troubles: list[Trouble] = []
    i = 0
    while i < len(left):
        if _is_unfinished(left[i]):
            j = _continuation(left, i)
            if j is None and not _is_prose(left[i].text):
                pass
            elif j is None:
                troubles.append(Trouble(UNFINISHED, spans_of(raw, left[i].at[-12:])))
                left[i] = Passage(left[i].text, left[i].at, interrupted=left[i].interrupted, unfinished=True)
            else:
                troubles.append(Trouble(INTERRUPTED, (*spans_of(raw, left[i].at), *spans_of(raw, left[j].at))))
                left[i] = left[i].joined(left.pop(j), interrupted=True)
        i += 1
    return left, troubles


def _is_unfinished(passage: Passage) -> bool:
    text = passage.text
    long = len(text) >= 14 and any(mark in text for mark in "，。")
    return long and not ends_sentence(text) and not is_byline(text) and ("。" in text or not is_heading_start(text))


def _is_prose(text: str) -> bool:
    """Tell running text from a long heading or title without an end mark."""
    return "。" in text or len(text) > 40


def _continuation(passages: Sequence[Passage], i: int) -> int | None:
    """Return which later passage goes on where passage i breaks off."""
    head = passages[i].text
    for j in range(i + 1, min(i + _AHEAD, len(passages))):
        tail = passages[j].text
        if begins_anew(tail) or is_byline(tail) or is_heading_start(tail) or passages[j].role is not Role.BODY:
            continue
        if not ends_sentence(tail) and "。" not in tail:
            continue
        near = j == i + 1 and (len(tail) < 40 or _breaks_off(head))
        if near or _is_word(head[-2:] + tail[:2], passages, i, j):
            return j
    return None


def _is_word(seam: str, passages: Sequence[Passage], i: int, j: int) -> bool:
    """Tell whether the letters on both sides of a seam stand together elsewhere."""
    if not all("\u4e00" <= letter <= "\u9fff" for letter in seam):
        return False
    across = (seam[:3], seam[1:4])
    others = (passage.text for k, passage in enumerate(passages) if k not in (i, j))
    return any(piece in text for text in others for piece in across)
