"""Numbers of sources, their tasks and indicators: given once, never again, also where the act is undone."""

import re
from collections.abc import Mapping
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from tracker.errors import InputError
from tracker.model.changes import Changes
from tracker.model.edited_forms import ConflictScope
from tracker.model.source_words import SourceKind
from tracker.model.tables import Article, Counter, Indicator, Recommendation, Setting, Task
from tracker.services.edit_conflicts import RowComparison
from tracker.services.write_basics import begin
from tracker.store.history import drop_empty_batch, write_setting

#: The setting that holds signs by kind and the least number of digits.
NUMBERS_KEY = "numbers"
_INDICATOR, _INDICATOR_SIGN = "indicator", "指"
_WIDTH, _LONGEST_SIGN, _WIDEST = 2, 4, 6
_SIGN = re.compile(r"[\u4e00-\u9fff]{1,4}")


def read_signs(session: Session) -> dict[SourceKind, str]:
    """Return the sign that the numbers of each kind begin with."""
    kept = _setting(session).get("signs", {})
    return {kind: kept.get(kind.value, kind.default_sign) for kind in SourceKind}


def read_rule(session: Session) -> tuple[dict[SourceKind, str], int]:
    """Return the signs by kind and the least number of digits."""
    return read_signs(session), int(_setting(session).get("width", _WIDTH))


def set_numbering(
    session: Session,
    signs: Mapping[SourceKind, str],
    width: int = _WIDTH,
    seen: tuple[Mapping[SourceKind, str], int] | None = None,
) -> Changes:
    """Change the signs and the least number of digits for numbers to come; those given stay.

    `seen` is the rule as it was shown. Raises InputError for a sign that is not Chinese or is given to two kinds,
    ConflictError where somebody else changed what is changed here.
    """
    wanted = {**read_signs(session), **signs}
    if seen is not None:
        words = {kind.value: kind.word for kind in SourceKind} | {"width": "位数"}
        form = ConflictScope("编号规则", words, columns=dict.fromkeys(words, NUMBERS_KEY))
        shown = RowComparison(session, form, _flat(*read_rule(session)))
        settled = shown.settle("编号规则", _flat(wanted, width), _flat(*seen)).values
        now = _flat(*read_rule(session)) | settled
        wanted, width = {kind: now[kind.value] for kind in wanted}, now["width"]
    for kind, sign in wanted.items():
        if not _SIGN.fullmatch(sign):
            raise InputError(f"{kind.word}的编号字“{sign}”要写 1 到 {_LONGEST_SIGN} 个汉字。")
    if len({*wanted.values(), _INDICATOR_SIGN}) <= len(wanted):
        raise InputError("每种来源的编号字要各不相同，也不能是“指”。")
    if not 1 <= width <= _WIDEST:
        raise InputError(f"编号的位数要在 1 到 {_WIDEST} 之间。")
    batch = begin(session, "修改编号规则")
    write_setting(session, NUMBERS_KEY, {"signs": {kind.value: sign for kind, sign in wanted.items()}, "width": width})
    if drop_empty_batch(session):
        return Changes("没有变化")
    return Changes(batch.label, batch.id, everything=True)


def _flat(signs: Mapping[SourceKind, str], width: int) -> dict[str, Any]:
    return {**{kind.value: sign for kind, sign in signs.items()}, "width": width}


def next_source_code(session: Session, kind: SourceKind, year: int) -> str:
    """Return the next free number of a source: 批2026-03."""
    return _next_of_year(session, kind.value, read_signs(session)[kind], year, Article.code)


def next_indicator_code(session: Session, year: int) -> str:
    """Return the next free number of an indicator: 指2026-01."""
    return _next_of_year(session, _INDICATOR, _INDICATOR_SIGN, year, Indicator.code)


def next_entry_codes(session: Session, source: Article, count: int) -> list[str]:
    """Return the next numbers for tasks made directly of a source, or for recommendations of its text: 批2026-03.1."""
    codes: list[str] = []
    while len(codes) < count:
        wanted = count - len(codes)
        last = _advance(session, source.code, 0, wanted)
        fresh = [f"{source.code}.{number}" for number in range(last - wanted + 1, last + 1)]
        taken = {
            *session.exec(select(Task.code).where(col(Task.code).in_(fresh))),
            *session.exec(select(Recommendation.code).where(col(Recommendation.code).in_(fresh))),
        }
        codes += [code for code in fresh if code not in taken]
    return codes


def check_not_ours(session: Session, code: str) -> None:
    """Raise InputError for a number typed by a person that looks like one the program gives."""
    signs = {*read_signs(session).values(), *(kind.default_sign for kind in SourceKind), _INDICATOR_SIGN}
    if re.match(rf"(?:{'|'.join(map(re.escape, sorted(signs)))})\d{{4}}-", code):
        raise InputError(f"“{code}”是系统编号的样式，请换一个写法。")


def _next_of_year(session: Session, kind: str, sign: str, year: int, column: Any) -> str:
    width = int(_setting(session).get("width", _WIDTH))
    while True:
        code = f"{sign}{year}-{_advance(session, kind, year, 1):0{width}d}"
        if session.exec(select(column).where(column == code)).first() is None:
            return code


def _advance(session: Session, kind: str, year: int, by: int) -> int:
    """Give `by` numbers and return the last; two programs that do so at once get different ones."""
    dialect = session.get_bind().dialect.name
    insert: Any = sqlite.insert if dialect == "sqlite" else postgresql.insert
    table: Any = Counter
    statement = (
        insert(table)
        .values(kind=kind, year=year, last=by)
        .on_conflict_do_update(index_elements=["kind", "year"], set_={"last": table.last + by})
        .returning(table.last)
    )
    number: int = session.connection().execute(statement).scalar_one()
    return number


def _setting(session: Session) -> Mapping[str, Any]:
    kept = session.get(Setting, NUMBERS_KEY)
    return kept.value if kept is not None and isinstance(kept.value, dict) else {}
