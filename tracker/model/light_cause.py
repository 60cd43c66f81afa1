"""What makes a light red or amber, apart from the words that say so."""

from enum import StrEnum


class LightCause(StrEnum):
    """Why a light is red or amber: what slips and papers ask about, whatever its words are."""

    OVERDUE = "overdue"
    BEHIND = "behind"
    REPORT = "report"  # a regular report was missed
    SILENT = "silent"
    REFUTED = "refuted"
    WANTING = "wanting"
    NODE = "node"
    DUE = "due"
    UNDATED = "undated"
    PAUSE_OVER = "pause_over"
