"""Official wording brought to one shape: half-width digits, no numerals in characters, 年月日 between them."""

import re

from tracker.model.typed.text import narrow

_NUMERALS = "〇○零一二三四五六七八九"
_DIGIT_OF = dict(zip(_NUMERALS, "000123456789", strict=True))
_NUMERAL_RUN = re.compile(f"[{_NUMERALS}十]+")
_TEN = re.compile(f"([{_NUMERALS[3:]}]?)十([{_NUMERALS[3:]}]?)")
_PLAN = re.compile("十([三四五六七八九])五(?:规划)?(?:时期|期间|期末|末期|末|期内)?")
_SECONDS = r"(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})?"
_HALF_DAY = "(?:上午|中午|下午|晚上?)?"
_CLOCK = re.compile(
    rf"(?<=\d)(?:T|\s+)\d{{1,2}}:\d{{2}}{_SECONDS}\s*(?=[之以]?前|$)"
    rf"|(?<=[日号])\s*{_HALF_DAY}\s*\d{{1,2}}[:时点](?:\d{{2}}分?)?(?:\d{{2}}秒)?"
)
_DAY_IN_BLANKS = re.compile(r"((?:19|20|21)\d\d) (\d{1,2}) (\d{1,2})")
_BLANK_IN_NUMBER = re.compile(r"(?<=\d)\s+(?=\d)")
_NOTE = re.compile(r"\([^()]*\)$")
_QUOTES = re.compile("[“”‘’\"'「」『』《》\\s]")
_HEAD = re.compile(
    "^(?::|自?即日起|自|从|完成时限|办结时限|完成时间|时限|力争|争取|确保|原则上|预计|计划|不[晚迟]于|最[晚迟]于?|截[至止]到?|于|在|到|至)+"
)
_LASTING = "(?:长期|持续|常态化?|不断)(?:坚持|推进|落实|实施|开展|执行|抓好|深化|巩固|进行)?"
_TAIL = re.compile(
    f"(?:{_LASTING}|[,;。、.]|完成|办结|落实|到位|报送|见效|销号|建成|投用|实现|基本|全面|全部|初步|并|止|为止|"
    "取得(?:阶段性|初步|明显|实质性)?(?:成果|成效|进展))++$"
)
# 「9月前」 may mean the end of August or of September, 「2025年前」 likewise: 前 is only dropped after an exact end.
_BEFORE = re.compile("(?<=[日号底末旬内])[之以]?前$")
_BEFORE_RECURRING = re.compile("^(每.*[年月周度]|每个?(?:周|星期)[1-7日天末])[之以]?前$")
_YMD = re.compile(r"(?<!\d)((?:19|20|21)\d\d)([-./])(\d{1,2})\2(\d{1,2})(?!\d)日?")
_YM = re.compile(r"(?<!\d)((?:19|20|21)\d\d)[-./](\d{1,2})(?![\d年])月?")
_COMPACT = re.compile(r"^((?:19|20|21)\d\d)(\d\d)(\d\d)?(?!\d)")
_MD = re.compile(r"^(\d{1,2})[-./](\d{1,2})(?=$|[之以]?前)")
_BARE_DAY = re.compile(r"(?<=月)(\d{1,2})(?=$|[之以]?前)")


def normalised(text: str) -> str:
    """Return wording without spaces, quotes, notes in brackets and words around the date itself."""
    words = compacted(text)
    words = _NOTE.sub("", words) or words.strip("()")
    return _without_tail(separated(_HEAD.sub("", words)))


def compacted(text: str) -> str:
    """Return wording without spaces, quotes and the time of day, its numerals written as digits."""
    words = _CLOCK.sub("", narrow(text))
    words = _DAY_IN_BLANKS.sub(r"\1-\2-\3", words)
    words = _BLANK_IN_NUMBER.sub("_", words)  # 「1 2月」 may be a slip: nothing reads the mark
    words = _QUOTES.sub("", words)
    words = _PLAN.sub(_plan_end, words)
    return _NUMERAL_RUN.sub(_digits, words)


def outside_note(words: str) -> tuple[str, str]:
    """Return compacted words and the note in brackets behind them, "" where there is none."""
    note = _NOTE.search(words)
    return (words[: note.start()], note[0]) if note and note.start() else (words, "")


def bare(text: str) -> str:
    """Return a text for comparing wordings that cannot be read: width, spaces and quotes do not count."""
    return _QUOTES.sub("", narrow(text)).rstrip("。.;,")


def _plan_end(plan: re.Match[str]) -> str:
    """Write the last year of a five-year plan: 十四五 ends with 2025."""
    return f"{2010 + 5 * (int(_DIGIT_OF[plan[1]]) - 1)}年底"


def _digits(numerals: re.Match[str]) -> str:
    """Write numerals in characters as digits: 二〇二五 → 2025, 三十一 → 31; others stay."""
    run, text = numerals[0], numerals.string
    if text[: numerals.start()][-1:].isdigit() or text[numerals.end() :][:1].isdigit():
        return run  # 「3月1二日」 and 「3月一5月」 are slips
    if "十" not in run:
        return "".join(_DIGIT_OF[c] for c in run)
    tens = _TEN.fullmatch(run)
    if tens is None:
        return run
    return str(10 * int(_DIGIT_OF.get(tens[1], "1")) + int(_DIGIT_OF.get(tens[2], "0")))


def separated(words: str) -> str:
    """Write 2025-12-31, 2025.12, 20251231, 12/31 with 年月日."""
    words = _YMD.sub(r"\1年\3月\4日", words)
    words = _YM.sub(r"\1年\2月", words)
    words = _COMPACT.sub(lambda m: f"{m[1]}年{m[2]}月" + (f"{m[3]}日" if m[3] else ""), words)
    words = _MD.sub(r"\1月\2日", words)
    return _BARE_DAY.sub(r"\1日", words)


def _without_tail(words: str) -> str:
    """Drop 前, 完成, 并长期坚持 and the like, as long as something is left."""
    while True:
        shorter = _NOTE.sub("", _TAIL.sub("", words))
        shorter = _BEFORE_RECURRING.sub(r"\1", _BEFORE.sub("", shorter))
        if shorter in ("", words):
            return words
        words = shorter
