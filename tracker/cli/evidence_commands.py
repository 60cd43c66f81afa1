"""The commands on evidence: take in what came beside the workbooks, list what there is."""

import argparse
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from sqlmodel import Session

from tracker.cli.opened_ledger import OpenLedger
from tracker.cli.output import print_json, say
from tracker.files.handed_in import HandedSource, gather
from tracker.model.changes import Changes
from tracker.model.evidence_plan import CameFile, EvidenceOutcome, EvidencePlan, PlannedFile
from tracker.queries import evidence_lists
from tracker.services.evidence import importing, matching

DONE, PENDING = 0, 3


def run_evidence(wanted: argparse.Namespace, opened: OpenLedger) -> int:
    """Carry out one of the acts and return the exit code: 3 where a person has to answer something."""
    return _list(wanted, opened) if wanted.evidence_command == "list" else _import(wanted, opened)


def _import(wanted: argparse.Namespace, opened: OpenLedger) -> int:
    keeps = wanted.questions == "keep"
    with opened.database.reading() as session:
        sender = matching.the_sender(session, wanted.office)
    office = sender.name if sender else ""
    sources = gather(wanted.paths)
    if wanted.preview:
        came = [importing.read_file(file)[0] for source in sources for file in source.files]
        with opened.database.reading() as session:
            plan, changes = matching.plan_evidence(session, came, office), None
    else:
        came = list(_kept(sources, opened))

        def put_away(session: Session) -> tuple[EvidencePlan, Changes]:
            plan = matching.plan_evidence(session, came, office)
            return plan, importing.file_evidence(session, plan, office, questions=keeps)

        plan, changes = opened.write(put_away)
    _show(wanted, sources, plan, changes)
    return PENDING if keeps and plan.of(EvidenceOutcome.QUESTION) else DONE


def _kept(sources: Sequence[HandedSource], opened: OpenLedger) -> Iterator[CameFile]:
    """Keep the bytes of all files, a few in each transaction, and yield what is known of each."""
    for lot in importing.slices([file for source in sources for file in source.files]):
        yield from opened.write(partial(_keep, lot=lot))


def _keep(session: Session, lot: Any) -> list[CameFile]:
    return list(importing.keep_files(session, lot))


def _show(
    wanted: argparse.Namespace, sources: Sequence[HandedSource], plan: EvidencePlan, changes: Changes | None
) -> None:
    if wanted.json:
        shapes = _shapes(sources, plan)
        if changes is not None:
            shapes = [shape | {"batch": changes.batch_id} for shape in shapes]
        print_json(shapes[0] if len(shapes) == 1 else shapes)
        return
    for file in plan.files:
        where = f" → {file.task}" if file.task else ""
        say(f"  [{file.outcome.word}] {file.path}{where}  {file.message}".rstrip())
    for code, name in plan.missing:
        say(f"  [缺] “{name}”列在{code}，但没有随附")
    say("，".join(f"{outcome.word} {plan.counts[outcome.value]}" for outcome in EvidenceOutcome))


def _shapes(sources: Sequence[HandedSource], plan: EvidencePlan) -> list[dict[str, Any]]:
    """Return an object for each source that was handed in."""
    files, shapes = iter(plan.files), []
    missing = [{"task": code, "name": name} for code, name in plan.missing]
    for source in sources:
        mine = tuple(next(files) for _ in source.files)
        counts = EvidencePlan(mine).counts
        shape: dict[str, Any] = {"source": source.name, "encoding": source.encoding}
        shapes.append(shape | {"files": [_file_shape(file) for file in mine], "missing": missing, "counts": counts})
    return shapes


def _file_shape(file: PlannedFile) -> dict[str, Any]:
    return {
        "path": file.path,
        "name": file.name,
        "size": file.size,
        "sha256": file.sha256,
        "task": file.task,
        "office": file.office,
        "how": file.how,
        "outcome": file.outcome.value,
        "message": file.message,
    }


def _list(wanted: argparse.Namespace, opened: OpenLedger) -> int:
    with opened.database.reading() as session:
        lines = evidence_lists.list_evidence(session, wanted.task)
        unfiled = () if wanted.task else evidence_lists.list_unfiled(session)
    if wanted.json:
        shape = [
            {"task": line.task, "name": line.name, "kind": line.kind, "size": line.size, "sha256": line.sha256}
            for line in lines
        ]
        waiting = [
            {"name": row.name, "size": row.size, "office": row.office, "question": row.question} for row in unfiled
        ]
        print_json({"evidence": shape, "unfiled": waiting})
        return DONE
    for line in lines:
        say(f"{line.task}\t{line.kind}\t{line.name}\t{line.size}")
    for row in unfiled:
        say(f"未归档\t{row.office}\t{row.name}\t{row.question}")
    say(f"共 {len(lines)} 份佐证，未归档 {len(unfiled)} 份")
    return DONE
