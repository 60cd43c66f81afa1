"""`indicator …`: making, describing and linking indicators, and taking in a monthly table."""

import argparse
from collections.abc import Callable, Mapping
from typing import Any

from sqlmodel import Session, col, select

from tracker.cli.opened_ledger import OpenLedger
from tracker.cli.output import print_json, say
from tracker.cli.shapes import indicator_shape
from tracker.cli.source_commands import names_in
from tracker.errors import InputError
from tracker.model.changes import Changes
from tracker.model.changeset import Value
from tracker.model.month_tables import FIGURE_WORDS, MonthPreview
from tracker.model.tables import Indicator
from tracker.queries import indicators
from tracker.services.indicator_links import (
    create_indicator,
    indicator_of_code,
    link_indicator,
    merge_indicators,
    retire_indicator,
    tasks_of_codes,
    unlink_indicator,
)
from tracker.services.indicators import FIELD_NAMES, describe_indicator
from tracker.services.lists.preview import read_list_file
from tracker.services.month_import import import_months, parse_month_map, preview_months, remember_months
from tracker.services.sources.answers import recommendations_of_codes

DONE, PENDING = 0, 3
_OUTCOMES = {"new": "新增", "same": "已录入过", "conflict": "与已有不同", "unsure": "请核对"}


def run_indicator(wanted: argparse.Namespace, opened: OpenLedger) -> int:
    """Carry out `indicator …`."""
    return _ACTS[wanted.indicator_command](wanted, opened)


def _add(wanted: argparse.Namespace, opened: OpenLedger) -> int:
    values: dict[str, Value] = {
        "unit": wanted.unit,
        "kind": wanted.kind,
        "measure": wanted.measure,
        "direction": wanted.direction,
        "frequency": wanted.frequency,
        "office": wanted.office,
        "note": wanted.note,
        "baseline_value": wanted.baseline,
        "baseline_on": wanted.baseline_on.isoformat() if wanted.baseline_on else "",
        "baseline_text": wanted.baseline_text,
        "target_value": wanted.target,
        "target_on": wanted.target_on.isoformat() if wanted.target_on else "",
        "target_text": wanted.target_text,
        "aliases": tuple(wanted.alias) or "",
    }

    def create(session: Session) -> tuple[Changes, str]:
        changes = create_indicator(session, wanted.name, values, opened.today)
        return changes, session.exec(select(Indicator.code).where(col(Indicator.id).in_(changes.indicators))).one()

    changes, code = opened.write(create)
    print_json({"code": code, "batch": changes.batch_id}) if wanted.json else say(code)
    return DONE


def _edit(wanted: argparse.Namespace, opened: OpenLedger) -> int:
    words = {word: name for name, word in FIELD_NAMES.items()}
    field = words.get(wanted.field, wanted.field)
    if field not in FIELD_NAMES:
        raise InputError(f"指标没有可以修改的“{wanted.field}”；可用的有：{'、'.join(FIELD_NAMES.values())}。")
    value: Value = wanted.value
    if field in ("baseline_value", "target_value") and wanted.value.strip():
        try:
            value = float(wanted.value)
        except ValueError as error:
            raise InputError(f"“{wanted.value}”不是数值。") from error
    if field == "aliases":
        value = tuple(names_in(wanted.value))
    why = {"reason": wanted.reason, "decided_by": wanted.decided_by, "today": opened.today}
    return _on(wanted, opened, lambda s, chosen: describe_indicator(s, chosen.id, None, {field: value}, **why))


def _link(wanted: argparse.Namespace, opened: OpenLedger) -> int:
    change = link_indicator if wanted.indicator_command == "link" else unlink_indicator

    def act(session: Session, indicator: Indicator) -> Changes:
        tasks = tasks_of_codes(session, names_in(wanted.tasks))
        entries = [entry.id for entry in recommendations_of_codes(session, names_in(wanted.recommendations))]
        if not tasks and not entries:
            raise InputError("请用 --tasks 或 --recommendations 说明与什么关联。")
        return change(session, indicator.id, tasks, entries, follow=not wanted.no_follow)

    return _on(wanted, opened, act)


def _retire(wanted: argparse.Namespace, opened: OpenLedger) -> int:
    why = (opened.today, wanted.reason, wanted.decided_by)
    return _on(wanted, opened, lambda s, chosen: retire_indicator(s, chosen.id, *why))


def _merge(wanted: argparse.Namespace, opened: OpenLedger) -> int:
    return _on(
        wanted,
        opened,
        lambda s, chosen: merge_indicators(s, chosen.id, indicator_of_code(s, wanted.other).id, opened.today),
    )


def _on(wanted: argparse.Namespace, opened: OpenLedger, act: Callable[[Session, Indicator], Changes]) -> int:
    say(opened.write(lambda session: act(session, indicator_of_code(session, wanted.code))).label)
    return DONE


def _import(wanted: argparse.Namespace, opened: OpenLedger) -> int:
    book, wish = read_list_file(wanted.file), parse_month_map(wanted.map)
    with opened.database.reading() as session:
        preview = preview_months(session, wanted.file.name, book, opened.today, wish)
    if wanted.preview:
        print_json(months_shape(preview)) if wanted.json else _print(preview)
        return DONE
    if wanted.unsure == "stop" and (open_questions := _questions(preview)):
        say(f"没有导入：{open_questions}。")
        return PENDING

    def take_in(session: Session) -> tuple[MonthPreview, Changes]:
        preview = preview_months(session, wanted.file.name, book, opened.today, wish)
        changes = import_months(session, preview, conflicts=wanted.conflicts, unsure=wanted.unsure)
        remember_months(session, wanted.save_map, preview)
        return preview, changes

    preview, changes = opened.write(take_in)
    if wanted.json:
        print_json(months_shape(preview) | {"batch": changes.batch_id})
    else:
        _print(preview)
        say(changes.label)
    return DONE


def _questions(preview: MonthPreview) -> str:
    likely = [entry for entry in preview.entries if entry.how == "likely"]
    unsure = sum(v.outcome == "unsure" for entry in preview.entries if entry.how != "likely" for v in entry.values)
    parts = [f"{len(likely)} 行可能是台账里的指标（如“{likely[0].row.name}”），请用 --map 指明"] if likely else []
    parts += [f"{unsure} 个数值与以往相差太大或单位不符，请核对"] if unsure else []
    return f"{'；'.join(parts)}，或用 --unsure skip 跳过" if parts else ""


def months_shape(preview: MonthPreview) -> dict[str, Any]:
    """Return the JSON of a preview."""
    return {
        "file": preview.file,
        "periods": [
            {"sheet": table.sheet, "column": c.column, "on": c.on.isoformat(), "kind": c.kind, "figure": c.figure.value}
            for table in preview.tables
            for c in table.columns
        ],
        "rows": [
            {
                "row": entry.row.row,
                "name": entry.row.name,
                "unit": entry.row.unit,
                "indicator": entry.code,
                "how": entry.how,
                "figure": entry.figure.value if entry.figure else None,
                "values": [
                    {"column": v.column, "on": v.on.isoformat(), "value": v.value, "outcome": v.outcome}
                    for v in entry.values
                ],
                "problems": entry.problems,
            }
            for entry in preview.entries
        ],
        "mapping": preview.mapping,
        "problems": [
            {"sheet": table.sheet, "row": row, "column": column, "message": message}
            for table in preview.tables
            for row, column, message in table.problems
        ],
    }


def _print(preview: MonthPreview) -> None:
    for entry in preview.entries:
        figure = f"（{FIGURE_WORDS[entry.figure]}）" if entry.figure else ""
        say(f"{entry.row.name} → {entry.code or '没有对应的指标'}{figure}{'？' if entry.how == 'likely' else ''}")
        for value in entry.values:
            say(f"  {value.on} {value.value:g} {_OUTCOMES[value.outcome]}")


def list_indicators(wanted: argparse.Namespace, opened: OpenLedger) -> int:
    """Print the indicators in use with newest value, target and light."""
    with opened.database.reading() as session:
        rows = indicators.list_indicators(session, opened.today)
    if wanted.json:
        print_json([indicator_shape(row) for row in rows])
        return DONE
    for row in rows:
        now = f"{row.current.value:g}" if row.current else "未录入"
        target = f"{row.target_value:g}" if row.target_value is not None else "缺目标"
        say(f"{row.code}\t{row.name}\t{now} → {target} {row.unit}\t{row.light.text}")
    return DONE


_ACTS: Mapping[str, Callable[[argparse.Namespace, OpenLedger], int]] = {
    "add": _add,
    "list": list_indicators,
    "edit": _edit,
    "link": _link,
    "unlink": _link,
    "retire": _retire,
    "merge": _merge,
    "import": _import,
}
