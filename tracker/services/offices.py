"""The names of offices: proper, short and all the others that people write into workbooks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, func, select

from tracker.errors import InputError
from tracker.exchange.cells.office_names import OfficeNames
from tracker.model.changes import Changes
from tracker.model.edited_forms import OFFICE
from tracker.model.tables import Batch, Office, OfficeAlias
from tracker.queries.offices import office_names
from tracker.services.edit_conflicts import RowComparison
from tracker.services.write_basics import begin
from tracker.store.history import drop_empty_batch

_LONGEST = 60


@dataclass(frozen=True, slots=True)
class UnknownName:
    """A name in a workbook that no office has, and the office it looks most like ("" for none)."""

    text: str
    suggestion: str


def describe_office(
    session: Session,
    office_id: int,
    name: str,
    short_name: str,
    aliases: Sequence[str],
    seen: Mapping[str, Any] | None = None,
) -> Changes:
    """Give an office its names as one act; `seen` is what its editor showed, aliases merge by element.

    Raises InputError when another office has one of them, ConflictError where somebody else changed one meanwhile.
    """
    office = session.get(Office, office_id)
    if office is None:
        raise InputError("这个单位已不在台账中；请刷新后再试。")
    proper, short, others = check_names(session, office_id, name, short_name, aliases)
    wanted = {"name": proper, "short_name": short, "aliases": tuple(others)}
    settled = RowComparison(session, OFFICE, office, {"aliases": lambda: _aliases(session, office_id)}).settle(
        office.name, wanted, seen
    )
    proper, short = settled.values.get("name", office.name), settled.values.get("short_name", office.short_name)
    others = [alias for alias in settled.values["aliases"] if alias not in (proper, short)]
    batch = begin(session, f"{office.name} 修改名称与别名")
    if proper != office.name and office.name != short:
        others.append(office.name)  # workbooks on their way still call it so
    office.name, office.short_name = proper, short
    _set_aliases(session, office_id, others)
    return settled.tell(_done(session, batch))


def _aliases(session: Session, office_id: int) -> tuple[str, ...]:
    mine = select(OfficeAlias.alias).where(OfficeAlias.office_id == office_id)
    return tuple(session.exec(mine.order_by(col(OfficeAlias.id))))


def add_office(session: Session, name: str, short_name: str = "", aliases: Sequence[str] = ()) -> Changes:
    """Add an office at the end of the list. Raises InputError when one of its names is taken."""
    proper, short, others = check_names(session, 0, name, short_name, aliases)
    batch = begin(session, f"新增单位 {proper}")
    new_office(session, proper, short, others)
    return _done(session, batch)


def new_office(session: Session, name: str, short_name: str = "", aliases: Sequence[str] = ()) -> Office:
    """Write a new office at the end of the list inside the act under way; its names were checked."""
    position = (session.exec(select(func.max(Office.position))).one() or 0) + 1
    office = Office(name=name, short_name=short_name, position=position)
    session.add(office)
    session.flush()
    _set_aliases(session, office.id, aliases)
    return office


def unknown_names(session: Session, text: str) -> tuple[UnknownName, ...]:
    """Return the names in the text of a cell that no office has."""
    known = OfficeNames(office_names(session))
    names = dict.fromkeys(part for part in known.split(text) if known.resolve(part) is None)
    return tuple(UnknownName(name, known.suggestion(name)) for name in names)


def teach_names(session: Session, meant: Mapping[str, str]) -> Changes:
    """Make each name an alias of the office it means, of a new office where it means "", all as one act.

    Raises InputError when another office has a name already, or an office is gone.
    """
    single = next(iter(meant.items())) if len(meant) == 1 else None
    label = f"{single[0]} 记为{single[1] or '新单位'}" if single else f"记下 {len(meant):,} 个单位名称"
    batch = begin(session, label)
    for name, proper in meant.items():
        _teach(session, name, proper)
    return _done(session, batch)


def _teach(session: Session, name: str, proper: str) -> None:
    if not proper:
        new_office(session, *check_names(session, 0, name))
        return
    office = session.exec(select(Office).where(Office.name == proper)).first()
    if office is None:
        raise InputError(f"{proper}已不在台账中；请刷新后再试。")
    text, _, _ = check_names(session, office.id, name)
    add_alias(session, office.id, text)


def add_alias(session: Session, office_id: int, alias: str) -> None:
    """Write another name of an office inside the act under way, once."""
    present = select(OfficeAlias).where(OfficeAlias.office_id == office_id, OfficeAlias.alias == alias)
    if session.exec(present).first() is None:
        session.add(OfficeAlias(office_id=office_id, alias=alias))
        session.flush()


def check_names(
    session: Session, office_id: int, name: str, short_name: str = "", aliases: Sequence[str] = ()
) -> tuple[str, str, list[str]]:
    """Return name, short name and aliases cleaned; `office_id` is 0 for a new office.

    Raises InputError for an empty name, a long one, or one that another office has.
    """
    proper, short = _clean(name), _clean(short_name)
    if not proper:
        raise InputError("单位要有名称。")
    others = list(dict.fromkeys(text for alias in aliases if (text := _clean(alias)) and text not in (proper, short)))
    texts = [text for text in (proper, short, *others) if text]
    owners = _owners(session, office_id, texts)
    for text in texts:
        if len(text) > _LONGEST:
            raise InputError(f"“{text[:12]}…”有 {len(text):,} 个字，单位名称最多 {_LONGEST} 个字。")
        if text in owners:
            raise InputError(f"“{text}”已经是{owners[text]}的名称或别名；一个名称只能指一个单位。")
    return proper, short, others


def _clean(text: str) -> str:
    return " ".join(text.split())


def _owners(session: Session, office_id: int, texts: Sequence[str]) -> dict[str, str]:
    """Return which other office is called so, by the name, where one is; its own names go before aliases."""
    other = Office.id != office_id
    named = select(Office.name, Office.short_name).where(
        other, col(Office.name).in_(texts) | col(Office.short_name).in_(texts)
    )
    called: Any = select(OfficeAlias.alias, Office.name).join(Office, col(OfficeAlias.office_id) == Office.id)
    owners = dict(session.exec(called.where(other, col(OfficeAlias.alias).in_(texts))).all())
    for name, short in session.exec(named):
        owners |= {text: name for text in (name, short) if text in texts}
    return owners


def _set_aliases(session: Session, office_id: int, wanted: Sequence[str]) -> None:
    present = {
        alias.alias: alias for alias in session.exec(select(OfficeAlias).where(OfficeAlias.office_id == office_id))
    }
    for alias, row in present.items():
        if alias not in wanted:
            session.delete(row)
    for alias in wanted:
        if alias not in present:
            session.add(OfficeAlias(office_id=office_id, alias=alias))


def _done(session: Session, batch: Batch) -> Changes:
    if drop_empty_batch(session):
        return Changes("没有变化")
    return Changes(batch.label, batch.id, everything=True)
