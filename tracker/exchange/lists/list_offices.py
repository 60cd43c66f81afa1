"""Read who leads and who helps from a cell of an unknown list."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from tracker.exchange.cells.office_names import OfficeNames
from tracker.model.typed.text import gives_nothing

_RUNS = re.compile(r"[，,；;。\n]+(?![^（(）)]*[）)])")
#: The number of an office in its cell: 1.市教育局 2.市财政局, ①市教育局②市财政局.
_NUMBER = re.compile(r"(?<!\d)(?:\d{1,2}\s*[.．、)）]|[（(]\s*\d{1,2}\s*[)）]|[①-⑳])(?!\d)\s*")
_LABEL = re.compile(
    r"^(?:(牵头|主办|主要责任|第一责任|主责)|(配合|协同|协办|会办|参与|责任|承办))(?:单位|部门|责任单位)?\s*[:：]\s*"
)
_MARK = re.compile(
    r"[（(]\s*(?:(牵头|主办|主责|总牵头|牵头单位|牵头部门|主办单位)|(配合|协办|会办|协同|参与|配合单位|协办单位))\s*[)）]"
)
_LEADS = re.compile(r"(?:共同|联合|分别)?(?:负责)?(?:牵头|主办|总牵头)(?:负责|办理|落实|实施)?$")
_HELPS = re.compile(r"(?:共同|积极)?(?:配合|协助|协办|会办|参与|协同)(?:办理|落实|实施|推进)?$")
_DUTY = re.compile(r"(?:按(?:照)?(?:各自)?职责(?:分工)?)?(?:分别|共同)?(?:负责|落实|办理|实施)(?:落实)?$")
_TOGETHER = re.compile(r"会同|联合|(?<=局|委|办|部|会|院)协同")
_AND = re.compile(r"[和及与暨]")
_GROUP = re.compile(
    r"等?(?:其他|其它)?(?:[全]?[市省区县](?:级|直)?)?(?:其他|其它)?"
    r"(?:各?(?:有关|相关|责任|成员|职能|涉及)|各)(?:市级|市直|区县|责任|牵头|成员|职能)?"
    r"(?:单位|部门|部门单位|部门和单位|地区|地方|方面|企业|机构|院校|高校|镇街|街道|乡镇|乡镇街道|园区|平台)等?$"
    r"|等(?:\d{0,2}[家个]?(?:单位|部门))?$"
)
#: A person and a telephone on a line of their own below an office.
_PERSON = re.compile(r"[（(][^（）()]*\d{6,}[^（）()]*[)）]|[\u4e00-\u9fff]{2,4}\s*\d{6,11}")
_OFFICE_AND_PERSON = re.compile(r"(.{2,20}?)\s*[：:\s]\s*([\u4e00-\u9fff]{2,4})")
_OFFICE = re.compile(r"[\u4e00-\u9fff]{2,}(?:局|委|办|部|厅|院|会|司|社|中心|集团|公司|政府|支队|大队|银行|大学)$")
_GOVERNMENT = re.compile(r"(?:人民)?政府$")


@dataclass(slots=True)
class Named:
    """The offices of a cell: proper names that lead and help, names nobody knows, and groups of offices.

    `first_unknown` tells that the one who should lead is not known: nobody else is moved up.
    """

    lead: list[str] = field(default_factory=list)
    co: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    first_unknown: bool = False
    doubtful: bool = False  # more than one name where one leads
    persons: list[str] = field(default_factory=list)  # who stands behind an office: 市科技局：张三


@dataclass(frozen=True, slots=True)
class _Name:
    text: str
    proper: str | None
    role: str  # lead, co, or "" where the cell does not say


def read_offices(text: str, role: str, names: OfficeNames) -> Named:
    """Return the offices in a cell of a column `lead_office`, `offices` (the first leads) or `co_offices`."""
    named = Named()
    parts = [_without_person(part, names, named.persons) for part in _parts(text, names, named.groups)]
    marked = any(part.role == "lead" for part in parts)
    leading = [part for part in parts if part.role == "lead"] if marked else []
    if not marked and role != "co_offices":
        leading = [part for part in parts if part.role != "co"][: None if role == "lead_office" else 1]
    for part in parts:
        first = bool(leading) and part is leading[0]
        if part.proper is None:
            named.unknown.append(part.text)
            named.first_unknown = named.first_unknown or first
        elif first:
            named.lead.append(part.proper)
        else:
            named.co.append(part.proper)
    named.doubtful = len(leading) > 1
    return named


def _without_person(part: _Name, names: OfficeNames, persons: list[str]) -> _Name:
    """Return an office without the person behind it, who goes to `persons`."""
    match = _OFFICE_AND_PERSON.fullmatch(part.text) if part.proper is None else None
    proper = _resolved(match[1], names) if match else None
    if match is None or proper is None:
        return part
    persons.append(match[2])
    return _Name(match[1], proper, part.role)


def looks_like_office(text: str) -> bool:
    """Tell whether a text ends as the names of offices do."""
    return _OFFICE.search(text) is not None


def _parts(text: str, names: OfficeNames, groups: list[str]) -> Iterator[_Name]:
    role = ""
    for run in filter(None, (run.strip() for run in _RUNS.split(_NUMBER.sub("\n", text)))):
        if _PERSON.fullmatch(run):
            continue
        label = _LABEL.match(run)
        role = role if label is None else "lead" if label[1] else "co"
        yield from _run(run[label.end() if label else 0 :].removeprefix("由"), role, names, groups)


def _run(run: str, role: str, names: OfficeNames, groups: list[str]) -> Iterator[_Name]:
    """Yield the names between two commas: 「乙、丙配合」 says of both what they do."""
    bare = _MARK.sub("", run)
    if names.resolve(bare) is None:
        if _HELPS.search(run):
            run, role = _HELPS.sub("", run), "co"
        elif _LEADS.search(run):
            run, role = _LEADS.sub("", run), "lead"
        else:
            run = _DUTY.sub("", run)
        head, together, tail = _at_together(run)
        if together:
            yield from _names(head, role or "lead" if head else "co", names, groups)
            run, role = tail, "co"
    yield from _names(run, role, names, groups)


def _at_together(run: str) -> tuple[str, str, str]:
    match = _TOGETHER.search(run)
    return (run[: match.start()], match[0], run[match.end() :]) if match else (run, "", "")


def _names(run: str, role: str, names: OfficeNames, groups: list[str]) -> Iterator[_Name]:
    for part in (part for spaced in _spaced(run, names) for part in names.split(spaced)):
        mark = _MARK.search(part)
        own = ("lead" if mark[1] else "co") if mark else role
        for piece in _pieces(_MARK.sub("", part).strip(), names):
            yield from _name(piece, own, names, groups)


def _spaced(run: str, names: OfficeNames) -> list[str]:
    """Split 「市发改委 市财政局」 where nothing but blanks stands between what all end as offices do."""
    pieces = run.split()
    apart = len(pieces) > 1 and _resolved("".join(pieces), names) is None
    return pieces if apart and all(_resolved(p, names) or _OFFICE.search(p) for p in pieces) else [run]


def _pieces(part: str, names: OfficeNames) -> list[str]:
    """Split 「甲和乙」 where the whole is no name and both are, or one is and the other a group."""
    if _resolved(part, names) is None:
        for sign in _AND.finditer(part):
            pieces = [part[: sign.start()].strip(), part[sign.end() :].strip()]
            if all(_resolved(p, names) or _GROUP.fullmatch(p) for p in pieces):
                return pieces
            if pieces[1] and _resolved(pieces[0], names):
                return [pieces[0], *_pieces(pieces[1], names)]
    return [part]


def _name(text: str, role: str, names: OfficeNames, groups: list[str]) -> Iterator[_Name]:
    if gives_nothing(text):
        return
    proper = _resolved(text, names)
    if proper is None and (group := _GROUP.search(text)):
        groups.append(group[0])
        text = text[: group.start()].strip("、，, ")
        proper = _resolved(text, names) if text else None
    if text:
        yield _Name(text, proper, role)


def _resolved(text: str, names: OfficeNames) -> str | None:
    return names.resolve(text) or names.resolve(_GOVERNMENT.sub("", text)) if text else None
