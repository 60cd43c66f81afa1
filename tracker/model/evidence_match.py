"""Which task a file of evidence belongs to: by the code its name begins with, by a list, by likeness to a title."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import StrEnum
from functools import cached_property

#: From this likeness of a name to a title on, the task is proposed.
LIKELY = 0.85

_OPENING = '（(［[【〔｛{〈<《「『“"'
_DASHES = "-‐‑‒–—―−－﹣"
_SEPARATORS = re.compile(r"[、；;，,\n\r\t]+")
_ORDINAL = re.compile(r"^\s*(?:[（(]\d{1,2}[)）]|\d{1,2}\s*[.．)）]|[①-⑳])\s*")
_SAYS_NOTHING = frozenset(("", "见邮件", "见附件", "详见附件", "详见邮件", "无", "略", "同上", "有", "/", "-", "—"))
_QUOTES = str.maketrans("", "", "《》〈〉“”\"'「」『』 ")


class How(StrEnum):
    """By what a file was matched."""

    CODE = "code"
    LISTED = "listed"
    LIKELY = "likely"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Match:
    """The tasks (codes) a file may belong to, the best first; `question` is what a person is asked, "" for nothing."""

    how: How
    tasks: tuple[str, ...] = ()
    question: str = ""


@dataclass(frozen=True, slots=True)
class FileName:
    """The cleaned name of a file and the folders round it, the nearest first."""

    name: str
    folders: tuple[str, ...] = ()


@dataclass(frozen=True)
class Matching:
    """What files are matched against.

    `titles` are all tasks by code; `groups` the tasks of a recommendation or a group by its code; `listed` the texts
    of 佐证材料 by the code of their row.
    """

    titles: Mapping[str, str]
    groups: Mapping[str, Sequence[str]] = field(default_factory=dict)
    listed: Mapping[str, str] = field(default_factory=dict)

    def match(self, file: FileName) -> Match:
        """Return which task a file belongs to, or what has to be asked."""
        stem = stem_of(file.name)
        codes = self._codes_in(stem)
        if len(codes) > 1 and self._begins(stem):
            tasks = [code for each in codes for code in ([each] if each in self.titles else self.groups[each])]
            return Match(How.CODE, tuple(dict.fromkeys(tasks)), f"名称里有 {len(codes):,} 个编号，请选择是哪一项的")
        if code := self._begins(stem):
            return self._of_code(code, whole=_fold(stem) == _fold(code))
        for folder in file.folders:
            if code := self._begins(folder):
                return self._of_code(code, whole=False)
        return self._listed(file.name) or self._likely(stem) or Match(How.NONE, (), "没有认出是哪一项任务的")

    @cached_property
    def _codes(self) -> dict[str, str]:
        """Return every code by how it is compared."""
        return {_fold(code): code for code in (*self.groups, *self.titles)}

    @cached_property
    def _longest(self) -> int:
        return max(map(len, self._codes), default=0)

    def _begins(self, text: str) -> str:
        """Return the code a name begins with, behind an opening bracket or none, "" without one."""
        plain = _plain(text).lstrip(_OPENING + " ")
        return next((code for code in self._candidates(_fold(plain), 0) if _pattern(code).match(plain)), "")

    def _codes_in(self, text: str) -> list[str]:
        """Return all codes that stand in a name in their order, each once; a code inside a longer one is none."""
        plain, folded = _plain(text), _fold(text)
        codes = {code for start in range(len(folded)) for code in self._candidates(folded, start)}
        used: set[int] = set()
        hits: list[tuple[int, str]] = []
        for code in sorted(codes, key=lambda code: (-len(code), code)):
            for hit in _pattern(code).finditer(plain):
                signs = range(hit.start(), hit.end())
                before = plain[hit.start() - 1 : hit.start()]
                if used.isdisjoint(signs) and before != "." and not (before.isascii() and before.isalnum()):
                    used.update(signs)
                    hits.append((hit.start(), code))
        return list(dict.fromkeys(code for _, code in sorted(hits)))

    def _candidates(self, folded: str, start: int) -> Iterator[str]:
        """Yield the codes that a text compared without blanks has at a place, the longest first."""
        for length in range(self._longest, 0, -1):
            if (code := self._codes.get(folded[start : start + length])) and len(folded) >= start + length:
                yield code

    def _of_code(self, code: str, *, whole: bool) -> Match:
        if code not in self.titles:
            tasks = tuple(self.groups[code])
            if len(tasks) == 1:
                return Match(How.CODE, tasks)
            return Match(How.CODE, tasks, f"{code} 下有 {len(tasks):,} 项任务，请选择是哪一项的")
        base = _base_of(code)
        if whole and base in self.titles:
            return Match(
                How.CODE, (code, base), f"可能是拆分任务 {code} 的，也可能是 {base} 的第 {code[len(base) + 1 :]} 份"
            )
        return Match(How.CODE, (code,))

    def _listed(self, name: str) -> Match | None:
        """Return the row that lists a file: by the same name, else by the same name without ending."""
        for key in (_fold, lambda text: _fold(stem_of(text))):
            tasks = tuple(code for code, names in self._names.items() if key(name) in map(key, names))
            if len(tasks) == 1:
                return Match(How.LISTED, tasks)
            if tasks:
                return Match(How.LISTED, tasks, f"{len(tasks):,} 项任务都列了这份材料，请选择是哪一项的")
        return None

    @cached_property
    def _names(self) -> dict[str, tuple[str, ...]]:
        return {code: listed_names(text) for code, text in self.listed.items()}

    def _likely(self, stem: str) -> Match | None:
        """Propose the tasks whose title is nearly the name, the most alike first."""
        words, alike = _fold(stem), []
        for code, title in self._folded_titles:
            matcher = SequenceMatcher(None, title, words, autojunk=False)
            if matcher.real_quick_ratio() >= LIKELY and matcher.quick_ratio() >= LIKELY:
                ratio = matcher.ratio()
                if ratio >= LIKELY:
                    alike.append((-ratio, code))
        if not alike:
            return None
        return Match(How.LIKELY, tuple(code for _, code in sorted(alike)), "名称和任务名称相近，请确认是不是这一项的")

    @cached_property
    def _folded_titles(self) -> list[tuple[str, str]]:
        return [(code, _fold(title)) for code, title in self.titles.items()]


def listed_names(text: str) -> tuple[str, ...]:
    """Return the names of files that a cell of 佐证材料 lists, as they are written there, each once.

    They stand by 、；or line, perhaps with a number before; 「见邮件」 and the like name none.
    """
    names = (_unwrapped(_ORDINAL.sub("", part).strip(" 。")) for part in _SEPARATORS.split(text))
    return tuple(dict.fromkeys(n for n in names if _fold(n) not in _SAYS_NOTHING and not _fold(n).isdecimal()))


def _unwrapped(name: str) -> str:
    """Return a name without the quotes that stand round the whole of it."""
    wrapped = len(name) > 1 and name[0] + name[-1] in ("《》", "“”", '""', "「」")
    return name[1:-1].strip() if wrapped else name


def missing_names(listed: Mapping[str, str], files: Mapping[str, Sequence[str]]) -> tuple[tuple[str, str], ...]:
    """Return (code of the row, name) of each listed file that did not come; `files` are the names by task."""
    return tuple(
        (code, name)
        for code, text in listed.items()
        for name in listed_names(text)
        if not any(same_file(name, other, code) for other in files.get(code, ()))
    )


def same_file(listed: str, name: str, code: str = "") -> bool:
    """Tell whether a listed name means a file of a task: the same, maybe without its ending and its code."""
    return _fold(listed) == _fold(name) or _bare(listed, code) == _bare(name, code)


def _bare(name: str, code: str) -> str:
    """Return a name without its ending and the code it begins with; one that is only a code stays."""
    stem = _fold(stem_of(name))
    head = re.match(rf"[(\[【《「]?{_pattern(code).pattern}[)\]】》」_、-]*", stem) if code else None
    return (stem[head.end() :] if head else "") or stem


def stem_of(name: str) -> str:
    """Return a name without its ending; 「A1.2b」 and 「方案v1.2稿」 have none."""
    stem, _, ending = name.rpartition(".")
    return stem if stem and re.fullmatch(r"[A-Za-z]{2,4}|mp[34]|7z", ending) else name


def _base_of(code: str) -> str:
    """Return the code that a split task was split from: A2.1c of A2.1c-2, "" of others."""
    base, dash, number = code.rpartition("-")
    return base if dash and number.isdecimal() else ""


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _fold(text: str) -> str:
    """Return a text as it is compared: width, case, blanks, quotes and kinds of dashes make no difference."""
    plain = re.sub(r"\s+", "", _plain(text)).translate(_QUOTES)
    return re.sub(f"[{_DASHES}]+", "-", plain)


def _pattern(code: str) -> re.Pattern[str]:
    """Return what a code looks like in names: blanks between its signs, any dash, and an end behind it."""
    return re.compile(r"\s*".join(_signs(code)) + r"(?![0-9a-z]|\.[0-9])")


def _signs(code: str) -> Iterator[str]:
    for sign in _fold(code):
        yield f"[{_DASHES}]" if sign == "-" else re.escape(sign)
