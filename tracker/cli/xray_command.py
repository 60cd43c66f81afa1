"""`xray`: what is missing in the ledger, and how far each source is answered."""

import argparse

from tracker.cli.opened_ledger import OpenLedger
from tracker.cli.output import print_json, say
from tracker.queries.xray import read_xray
from tracker.services.sources.register import source_of_code

_SHOWN = 8


def run_xray(wanted: argparse.Namespace, opened: OpenLedger) -> int:
    """Print the findings; exit code 0 whatever they are. Raises InputError for a source nobody knows."""
    with opened.database.reading() as session:
        if wanted.article:
            source_of_code(session, wanted.article)
        xray = read_xray(session, opened.today, wanted.article, wanted.silent)
    if wanted.json:
        print_json(
            {
                "on": opened.today.isoformat(),
                "findings": [
                    {"code": f.code, "count": f.count, "sentence": f.sentence, "action": f.act, "items": list(f.items)}
                    for f in xray.findings
                ],
                "coverage": [
                    {
                        "article": c.article,
                        "leaves": c.leaves,
                        "answered": c.answered,
                        "with_indicator": c.with_indicator,
                        "closed": c.closed,
                        "share": c.share,
                    }
                    for c in xray.coverage
                ],
            }
        )
        return 0
    for finding in xray.findings:
        more = "…" if finding.count > _SHOWN else ""
        say(f"{finding.sentence}（{finding.act}）：{'、'.join(finding.items[:_SHOWN])}{more}")
    for covered in xray.coverage:
        say(f"{covered.article}  覆盖率 {covered.answered}/{covered.leaves}（{covered.share}%）")
    return 0
