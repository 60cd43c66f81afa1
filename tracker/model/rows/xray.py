"""Rows of the X-ray (体检): what is missing in the ledger, and how far each source is answered."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is missing: how often, where (codes of tasks, recommendations, indicators, sources or names of
    offices) and the act that mends it. `tasks` are those that the ledger shows of it where the items are offices.
    """

    code: str
    count: int
    sentence: str
    items: tuple[str, ...]
    act: str
    tasks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far the leaves of a source, or of one of its sections, became tasks; `share` in percent, one decimal."""

    article: str
    leaves: int
    answered: int
    with_indicator: int
    closed: int
    section: str = ""
    sections: tuple["Coverage", ...] = field(default_factory=tuple)

    @property
    def share(self) -> float:
        """Return which part is answered, in percent."""
        return round(100 * self.answered / self.leaves, 1) if self.leaves else 0.0


@dataclass(frozen=True, slots=True)
class Xray:
    """All findings and the coverage of every source."""

    findings: tuple[Finding, ...]
    coverage: tuple[Coverage, ...]
