"""The command `intake`: what an article proposes, as JSON or as lines to read."""

import argparse
import json
from typing import Any

from tracker.cli.opened_ledger import OpenLedger
from tracker.cli.reading_ahead import ReadingAhead
from tracker.model.intake_review.kept_proposal import kept_proposal
from tracker.model.rows.intake import Proposal

DONE = 0


def run(wanted: argparse.Namespace, opened: OpenLedger) -> int:
    """Print what the files propose; nothing is changed. Raises InputError before anything is printed."""
    from tracker.services.intake import propose_texts  # its weights are not read for other commands

    ahead = getattr(wanted, "ahead", None) or ReadingAhead(wanted.files, wanted.encoding)
    try:
        with opened.database.reading() as session:
            proposals = list(propose_texts(session, ahead.texts(), opened.today))
    finally:
        ahead.close()
    if wanted.json:
        shapes = [_in_lines(proposal_shape(proposal)) for proposal in proposals]
        print(shapes[0] if len(shapes) == 1 else "[\n" + ",\n".join(shapes) + "\n]")
    else:
        for proposal in proposals:
            _print_proposal(proposal)
    return DONE


def proposal_shape(proposal: Proposal) -> dict[str, Any]:
    """Return a proposal as the contract writes it; what is folded is for the screen alone."""
    shape = kept_proposal(proposal)
    del shape["unsure"]
    return shape


def _in_lines(shape: dict[str, Any]) -> str:
    """Return a proposal as JSON with a line for each candidate: indenting every value takes ten times as long."""
    parts = []
    for name, value in shape.items():
        lines = [_compact(part) for part in value] if isinstance(value, list) else []
        body = "[\n  " + ",\n  ".join(lines) + "\n ]" if lines else _compact(value)
        parts.append(f"{_compact(name)}: {body}")
    return "{\n " + ",\n ".join(parts) + "\n}"


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _print_proposal(proposal: Proposal) -> None:
    titles = "、".join(article.title or "（无标题）" for article in proposal.articles)
    print(f"{proposal.file}：{titles}")
    for candidate in proposal.candidates:
        indent = "    " if candidate.parent else "  "
        office = (
            f"{candidate.lead_office}{'' if candidate.office_named else '（建议）'}" if candidate.lead_office else ""
        )
        seen = "、".join(f"已有 {d.code}" for d in candidate.duplicates if d.marked)
        parts = [candidate.kind.word, candidate.title, office, candidate.due_text or "", seen]
        print(indent + "\t".join(part for part in parts if part))
    for problem in proposal.problems:
        print(f"  [问题] {problem.message}")
    print(f"  共 {len(proposal.candidates)} 条候选、{len(proposal.indicators)} 个指标；只是建议，台账没有改动。")
