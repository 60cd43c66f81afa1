"""All SQLModel classes; `metadata` is what Alembic compares with."""

from tracker.model.tables.catalogue import (
    Article,
    Goal,
    GoalLink,
    Indicator,
    IndicatorAlias,
    IndicatorLink,
    Observation,
    Office,
    OfficeAlias,
    Recommendation,
    RecommendationLink,
    SourceProblem,
    is_indicator_uid,
    new_indicator_uid,
    uid_of_code,
)
from tracker.model.tables.columns import metadata, utc_now
from tracker.model.tables.exchange import (
    Holiday,
    ReturnDecision,
    Round,
    WorkbookExport,
    WorkbookExportRow,
    WorkbookReturn,
)
from tracker.model.tables.history import Batch, CatalogueBase, LedgerState, Revision, Setting
from tracker.model.tables.offices import OfficeName, OfficePerson, new_person_uid
from tracker.model.tables.oversight import Coordination, ReportWaiver, StatusMove, Verdict
from tracker.model.tables.papers import Paper, PaperTask
from tracker.model.tables.sources import ArticleFile, Counter, IntakeReview, ListMapping, Pack, SentenceMark, Tag
from tracker.model.tables.work import (
    Attachment,
    Evidence,
    Extension,
    HelpEntry,
    Milestone,
    ProgressEntry,
    Task,
    TaskAnswer,
    TaskIndicator,
    TaskLink,
    TaskOffice,
    UnfiledEvidence,
    new_uid,
)

# A number once given is never given again: a deleted row's history must not become another row's.
for _table in metadata.tables.values():
    if _table.autoincrement_column is not None:
        _table.dialect_options["sqlite"]["autoincrement"] = True

__all__ = [
    "Article",
    "ArticleFile",
    "Attachment",
    "Batch",
    "CatalogueBase",
    "Coordination",
    "Counter",
    "Evidence",
    "Extension",
    "Goal",
    "GoalLink",
    "HelpEntry",
    "Holiday",
    "Indicator",
    "IndicatorAlias",
    "IndicatorLink",
    "IntakeReview",
    "LedgerState",
    "ListMapping",
    "Milestone",
    "Observation",
    "Office",
    "OfficeAlias",
    "OfficeName",
    "OfficePerson",
    "Pack",
    "Paper",
    "PaperTask",
    "ProgressEntry",
    "Recommendation",
    "RecommendationLink",
    "ReportWaiver",
    "ReturnDecision",
    "Revision",
    "Round",
    "SentenceMark",
    "Setting",
    "SourceProblem",
    "StatusMove",
    "Tag",
    "Task",
    "TaskAnswer",
    "TaskIndicator",
    "TaskLink",
    "TaskOffice",
    "UnfiledEvidence",
    "Verdict",
    "WorkbookExport",
    "WorkbookExportRow",
    "WorkbookReturn",
    "is_indicator_uid",
    "metadata",
    "new_indicator_uid",
    "new_person_uid",
    "new_uid",
    "uid_of_code",
    "utc_now",
]
