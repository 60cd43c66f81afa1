"""`pack …`: catalogue packs imported, updated, removed and listed."""

import argparse
from collections.abc import Callable, Mapping
from typing import Any

from tracker.cli.opened_ledger import OpenLedger
from tracker.cli.output import print_json, say
from tracker.services.packs.applying import PackOutcome, import_pack, update_pack
from tracker.services.packs.reading import read_pack
from tracker.services.packs.removing import list_packs, remove_pack
from tracker.services.packs.template import save_template

DONE = 0
_WORDS = {
    "articles": "文章",
    "recommendations": "建议",
    "indicators": "指标",
    "goals": "目标",
    "problems": "原文问题",
    "offices": "新单位",
    "tasks": "任务",
    "fields": "改动的字段",
    "article": "新文章",
    "recommendation": "新建议",
    "indicator": "新指标",
    "goal": "新目标",
    "problem": "新原文问题",
    "removed": "删去",
    "kept": "保留",
}


def run_pack(wanted: argparse.Namespace, opened: OpenLedger) -> int:
    """Carry out `pack …`."""
    return _ACTS[wanted.pack_command](wanted, opened)


def _import(wanted: argparse.Namespace, opened: OpenLedger) -> int:
    content = read_pack(wanted.path)
    outcome = opened.write(
        lambda session: import_pack(session, content, with_tasks=not wanted.no_tasks, preview=wanted.preview)
    )
    return _say(wanted, outcome)


def _update(wanted: argparse.Namespace, opened: OpenLedger) -> int:
    content = read_pack(wanted.path)
    outcome = opened.write(lambda session: update_pack(session, content, opened.today, preview=wanted.preview))
    return _say(wanted, outcome)


def _remove(wanted: argparse.Namespace, opened: OpenLedger) -> int:
    outcome = opened.write(lambda session: remove_pack(session, wanted.code, opened.today, preview=wanted.preview))
    return _say(wanted, outcome)


def _list(wanted: argparse.Namespace, opened: OpenLedger) -> int:
    with opened.database.reading() as session:
        rows = [{"code": p.code, "name": p.name, "version": p.version, "city": p.city} for p in list_packs(session)]
    if wanted.json:
        print_json(rows)
        return DONE
    for row in rows:
        say("\t".join(row.values()))
    return DONE


def _template(wanted: argparse.Namespace, opened: OpenLedger) -> int:
    del opened
    save_template(wanted.file)
    say(f"已保存 {wanted.file}")
    return DONE


def _say(wanted: argparse.Namespace, outcome: PackOutcome) -> int:
    if wanted.json:
        shape: dict[str, Any] = {"batch": outcome.changes.batch_id, "preview": wanted.preview, "counts": outcome.counts}
        print_json(shape | {"removed": outcome.removed, "kept": outcome.kept})
        return DONE
    if outcome.changes.label:
        say(outcome.changes.label)
    say("，".join(f"{_WORDS[name]} {count}" for name, count in outcome.counts.items() if count) or "没有变化")
    for word, codes in (("删去", outcome.removed), ("保留", outcome.kept)):
        if codes:
            say(f"  {word}：{'、'.join(codes)}")
    return DONE


_ACTS: Mapping[str, Callable[[argparse.Namespace, OpenLedger], int]] = {
    "import": _import,
    "update": _update,
    "remove": _remove,
    "list": _list,
    "template": _template,
}
