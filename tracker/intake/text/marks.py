"""By what the beginning and the end of a line show what it is: headings, bylines, captions, new paragraphs."""

import re

NUMERALS = "一二三四五六七八九十"
_HEADS: tuple[tuple[re.Pattern[str], int], ...] = (
    (re.compile(rf"第[{NUMERALS}]+[章编部]分?[\s　、：:]?"), 1),
    (re.compile(rf"[{NUMERALS}]{{1,3}}[、．.]"), 1),
    (re.compile(rf"[（(][{NUMERALS}]{{1,3}}[）)]"), 2),
    (re.compile(r"\d{1,2}\.\d{1,2}\.\d{1,2}[\s　.、]?"), 4),
    (re.compile(r"\d{1,2}\.\d{1,2}(?![\d%万亿元倍])[\s　.、]?"), 3),
    (re.compile(r"\d{1,2}[.．、](?!\d)"), 3),
    (re.compile(r"\d{1,2} (?=[\u4e00-\u9fff])"), 3),
    (re.compile(r"[（(]\d{1,2}[）)]|[①-⑳]"), 4),
    (re.compile(r"【[^】]{2,20}】(?=$)"), 1),
)
#: Words that begin an item in running text, and are no part of what it says.
ORDINAL = re.compile(
    rf"(?:第[{NUMERALS}]{{1,2}}(?:[，,、：:]|是|要|(?=[，,])|(?:个问题|个方面|个|件事|件|点|条|步|项|招)[，,、：:是])"
    rf"|头一(?:条|件|个|点|步)[，,：:是]|[{NUMERALS}]{{1,2}}(?:是要?|要|来[，,]|则)(?![\d])"
    r"|其[一二三四五六七八九][，,：:]|(?:首先|其次|再次|再者|最后|此外|另外|除此之外)[，,]?)"
)
_ENDS = "。！？!?；;…"
_CLOSERS = "”’」』》）)】]\"'"
_ANEW = re.compile(
    r"[“\"《【（(]?(?:首先|其次|再次|最后|此外|另外|另一方面|一方面|同时|为此|因此|但|然而|当前|近年|去年|今年|目前|"
    r"要|应|对|把|将|我们|记者|编者|据|从|在|以|为|由|如果|如何|建议|推动|推进|加快|完善|建立|加强|坚持|图为|附|注)"
    r"|[^，。：]{1,6}[：:]"
)
_BYLINE = re.compile(
    r"[（(【]?(?:作者|本报|文[/／:：]|记者|通讯员|编辑|责编|来源|执笔|联系人|记录|出席|列席|主持|附件|主送|抄送|此致|敬礼)"
)
_NAMES = re.compile(r"[\u4e00-\u9fff]{2,3}(?:[ 　]+[\u4e00-\u9fff]{2,3}){0,4}")
_DUTY_END = re.compile(r"[（(][^（(]{0,4}(?:责任|牵头|完成时限)[^（(]*(?:[（(][^（()）]*[）)][^（(]*)*[）)]$")
_LABEL = re.compile(r"[^，。：“”]{2,6}[：:]")
_CAPTION = re.compile(
    r"[▲△]?图[为：:]|[（(](?:资料照片|资料图片|本报资料|视觉中国)[）)]$|(?:摄影|供图|摄)[：: /／]?[\u4e00-\u9fff]{0,4}[）)]?$"
)
#: A banner printed twice: its words, and how much of the end of a line may be one, in characters.
_LONGEST_WORDS, _LONGEST_BANNER, _SHORTEST_BANNER = 30, 200, 12


def heading_level(text: str) -> int:
    """Return the level of the number that a line begins with, 0 for none."""
    return next((level for pattern, level in _HEADS if pattern.match(text)), 0)


def heading_number(text: str) -> int:
    """Return how many characters the number of a heading takes."""
    return next((match.end() for pattern, _ in _HEADS if (match := pattern.match(text))), 0)


def is_heading_start(text: str) -> bool:
    """Tell whether a line begins like a numbered heading or item."""
    return heading_level(text) > 0


def ends_sentence(text: str) -> bool:
    """Tell whether a line ends where a sentence may end."""
    bare = text.rstrip(_CLOSERS)
    if not bare:
        return False
    if bare == text:
        return bare[-1] in _ENDS or bare[-1] in "：:"
    return bare[-1] in _ENDS or (text[0] in "（(【" and len(text) > 24) or bool(_DUTY_END.search(text))


def begins_anew(text: str) -> bool:
    """Tell whether a line can hardly go on with the sentence before it."""
    return is_heading_start(text) or bool(ORDINAL.match(text) or _ANEW.match(text))


def is_byline(text: str) -> bool:
    """Tell whether a line names people, an editor's mark or other things around a text."""
    spoken = text[0] not in "（(【" and any(mark in text for mark in "，、。？！")
    return bool(len(text) <= 60 and not spoken and (_BYLINE.match(text) or is_names(text)))


def is_names(text: str) -> bool:
    """Tell whether a line consists of Chinese names set apart, or of a single one."""
    return bool(_NAMES.fullmatch(text)) and (" " in text or "　" in text or len(text) <= 3)


def is_label(text: str) -> bool:
    """Tell whether a line begins with a label or a speaker and a colon."""
    return bool(_LABEL.match(text))


def is_caption(text: str) -> bool:
    """Tell whether a line explains a picture."""
    return len(text) <= 80 and bool(_CAPTION.search(text))


def is_short_line(text: str) -> bool:
    """Tell whether a line is short and ends without mark, like a title or a column's name."""
    return (
        len(text) <= 24
        and not ends_sentence(text)
        and not any(mark in text[:-1] for mark in "，。；")
        and text[-1:] not in "，、：,:"
    )


def is_doubled(text: str) -> int | None:
    """Return where a banner printed twice begins in a line, None without one.

    Every word of it stands twice in a row; the words are counted from the end, each place once, whatever the letters.
    """
    size = len(text)
    twice = size % 2 == 0 and size <= 2 * _LONGEST_WORDS and text[: size // 2] == text[size // 2 :]
    start = 0 if twice else size
    words = {size: 0}  # from each place to the end, how many words that stand twice
    for at in range(size - 2, max(0, size - _LONGEST_BANNER) - 1, -1):
        counts = [
            words[at + 2 * n] + 1
            for n in range(1, min(_LONGEST_WORDS, (size - at) // 2) + 1)
            if at + 2 * n in words and text[at : at + n] == text[at + n : at + 2 * n]
        ]
        if counts:
            words[at] = max(counts)
            start = min(start, at) if words[at] > 1 else start
    return start if size - start >= _SHORTEST_BANNER else None
