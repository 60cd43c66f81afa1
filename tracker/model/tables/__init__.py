"""All SQLModel classes; `metadata` is what Alembic compares with."""

from tracker.model.tables.catalogue import (
    Article,
    Goal,
    GoalLink,
    Indicator,
    IndicatorLink,
    Observation,
    Office,
    OfficeAlias,
    Recommendation,
    RecommendationLink,
    SourceProblem,
)
from tracker.model.tables.columns import metadata, utc_now
from tracker.model.tables.exchange import ReturnDecision, WorkbookExport, WorkbookExportRow, WorkbookReturn
from tracker.model.tables.history import Batch, CatalogueBase, Revision, Setting
from tracker.model.tables.oversight import Coordination, ReportWaiver, StatusMove, Verdict
from tracker.model.tables.papers import Paper, PaperTask
from tracker.model.tables.work import (
    Attachment,
    Evidence,
    Extension,
    Milestone,
    ProgressEntry,
    Task,
    TaskIndicator,
    TaskLink,
    TaskOffice,
    new_uid,
)

# A number once given is never given again: a deleted row's history must not become another row's.
for _table in metadata.tables.values():
    if _table.autoincrement_column is not None:
        _table.dialect_options["sqlite"]["autoincrement"] = True

__all__ = [
    "Article",
    "Attachment",
    "Batch",
    "CatalogueBase",
    "Coordination",
    "Evidence",
    "Extension",
    "Goal",
    "GoalLink",
    "Indicator",
    "IndicatorLink",
    "Milestone",
    "Observation",
    "Office",
    "OfficeAlias",
    "Paper",
    "PaperTask",
    "ProgressEntry",
    "Recommendation",
    "RecommendationLink",
    "ReportWaiver",
    "ReturnDecision",
    "Revision",
    "Setting",
    "SourceProblem",
    "StatusMove",
    "Task",
    "TaskIndicator",
    "TaskLink",
    "TaskOffice",
    "Verdict",
    "WorkbookExport",
    "WorkbookExportRow",
    "WorkbookReturn",
    "metadata",
    "new_uid",
    "utc_now",
]
