"""Frozen rows of the read side: what queries return and the window shows. No ORM object crosses a thread."""

from tracker.model.rows.comparison import ComparedTask, Comparison, FieldShift
from tracker.model.rows.decision_log import DecisionRow
from tracker.model.rows.exchange import ExportRow, OfficeRow, Unsettled
from tracker.model.rows.indicators import IndicatorRow, ObservationRow
from tracker.model.rows.lights import Light, LightShift, MovedTask
from tracker.model.rows.offices import OfficeMatter, OfficeView, OpenProblem, Response
from tracker.model.rows.overview import ActRow, AppState, LightCount, Overview, UndoPreview
from tracker.model.rows.sources import ArticleRow, GoalRow, RecommendationRow, SourceProblemRow, Sources
from tracker.model.rows.tasks import (
    EvidenceRow,
    ExtensionRow,
    LedgerView,
    LinkRow,
    MatterRow,
    MergePart,
    MergePreview,
    MilestoneRow,
    ProgressRow,
    RevisionRow,
    TaskChoice,
    TaskDetail,
    TaskRow,
    VerdictRow,
)
from tracker.model.rows.timeline import Timeline, TimelineBar
from tracker.model.rows.today import Concern, DayMark, Today, TodayLine

__all__ = [
    "ActRow",
    "AppState",
    "ArticleRow",
    "ComparedTask",
    "Comparison",
    "Concern",
    "DayMark",
    "DecisionRow",
    "EvidenceRow",
    "ExportRow",
    "ExtensionRow",
    "FieldShift",
    "GoalRow",
    "IndicatorRow",
    "LedgerView",
    "Light",
    "LightCount",
    "LightShift",
    "LinkRow",
    "MatterRow",
    "MergePart",
    "MergePreview",
    "MilestoneRow",
    "MovedTask",
    "ObservationRow",
    "OfficeMatter",
    "OfficeRow",
    "OfficeView",
    "OpenProblem",
    "Overview",
    "ProgressRow",
    "RecommendationRow",
    "Response",
    "RevisionRow",
    "SourceProblemRow",
    "Sources",
    "TaskChoice",
    "TaskDetail",
    "TaskRow",
    "Timeline",
    "TimelineBar",
    "Today",
    "TodayLine",
    "UndoPreview",
    "Unsettled",
    "VerdictRow",
]
