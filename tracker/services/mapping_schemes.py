"""Remembered ways to read other people's tables, by name: one of task lists is none of monthly reports."""

from enum import Enum
from typing import Any

from sqlmodel import Session, select

from tracker.errors import InputError
from tracker.model.tables import ListMapping
from tracker.store.history import moment_of


class Reads(Enum):
    """What a scheme reads; `value` is the word for it."""

    LISTS = "任务清单"
    MONTHS = "月报"


_MONTHS = "indicator"  # as a scheme of monthly reports says it itself


def kind_of(scheme: ListMapping) -> Reads:
    """Return what a scheme reads."""
    return Reads.MONTHS if scheme.content.get("kind") == _MONTHS else Reads.LISTS


def scheme_named(session: Session, name: str, kind: Reads) -> ListMapping:
    """Return the scheme of a name; raises InputError where there is none, or where it reads something else."""
    scheme = _of_name(session, name)
    if scheme is None:
        raise InputError(f"没有名为“{name}”的对应方案。")
    if kind_of(scheme) is not kind:
        raise InputError(f"“{name}”是{kind_of(scheme).value}的对应方案，不能用来读{kind.value}；请选另一个方案。")
    return scheme


def remember_scheme(session: Session, name: str, kind: Reads, signature: str, content: dict[str, Any]) -> None:
    """Keep how a table was read under a name, in place of what stood there. No act: it changes no task.

    Raises InputError where the name belongs to a scheme that reads something else.
    """
    scheme = _of_name(session, name) or ListMapping(name=name, signature="")
    if scheme.content and kind_of(scheme) is not kind:
        raise InputError(f"“{name}”已经是{kind_of(scheme).value}的对应方案，没有导入；请换一个名称。")
    scheme.signature = signature
    scheme.content = {"kind": _MONTHS, **content} if kind is Reads.MONTHS else content
    scheme.used_at = moment_of(session)
    session.add(scheme)
    session.flush()


def _of_name(session: Session, name: str) -> ListMapping | None:
    return session.exec(select(ListMapping).where(ListMapping.name == name)).first()
