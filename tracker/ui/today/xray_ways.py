"""Where a line of 体检 leads, and what mends it."""

from tracker.model.enums import PaperKind
from tracker.model.rows.xray import Finding
from tracker.ui.core.page_requests import ExportWorkbooks, Only, OpenOffice, OpenPaper
from tracker.ui.task import action_list

Way = tuple[str, object]  # key of a page and what it is asked to show
#: Findings whose codes are not those of tasks.
OF_SOURCES = frozenset({"unanswered", "source_due", "source_empty", "unfiled"})
OF_INDICATORS = frozenset({"no_data", "stale_data", "no_target", "no_direction"})
OF_OFFICES = frozenset({"co_unsent", "no_contact"})
#: What is done at once with all tasks of a finding, where one act mends it.
_ACTS = {
    "unconfirmed": action_list.CONFIRM, "no_lead": action_list.BULK, "no_owner": action_list.BULK,
    "no_phone": action_list.BULK, "no_due": action_list.BULK, "text_due": action_list.BULK,
}  # fmt: skip


def way_to(finding: Finding) -> Way:
    """Return the page that shows exactly what a finding names."""
    only = Only(finding.sentence, finding.items)
    if finding.code in OF_SOURCES:
        return "sources", only
    if finding.code in OF_INDICATORS:
        return "indicators", only
    if finding.code in OF_OFFICES:
        return "ledger", Only(finding.sentence, finding.tasks)
    return "ledger", only


def way_to_mend(finding: Finding) -> Way:
    """Return the page where a finding is mended, and what it is asked to begin there."""
    if finding.code == "silent":
        return "papers", OpenPaper(PaperKind.URGING)
    if finding.act == "导出":
        alone = finding.code == "co_unsent" and finding.count == 1
        return "exchange", ExportWorkbooks(finding.items[0] if alone else "")
    if finding.code == "no_contact":
        return "offices", OpenOffice(finding.items[0])
    if finding.code in _ACTS:
        return "ledger", Only(finding.sentence, finding.items, _ACTS[finding.code])
    return way_to(finding)
