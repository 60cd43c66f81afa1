"""What a write touched: the only thing a service returns and the bus carries."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Changes:
    """Ids touched by one act; `everything` asks every page to read again."""

    label: str = ""
    batch_id: int | None = None
    tasks: frozenset[int] = field(default_factory=frozenset)
    indicators: frozenset[int] = field(default_factory=frozenset)
    exports: frozenset[int] = field(default_factory=frozenset)
    returns: frozenset[int] = field(default_factory=frozenset)
    everything: bool = False
    sources: frozenset[int] = field(default_factory=frozenset)
    beside: str = ""  # what others changed of the same thing meanwhile, in words
    left: str = ""  # what of the act was left out, in words

    def __or__(self, other: "Changes") -> "Changes":
        """Join two results of one act; the label and batch of the left one stay."""
        return Changes(
            label=self.label or other.label,
            batch_id=self.batch_id or other.batch_id,
            tasks=self.tasks | other.tasks,
            indicators=self.indicators | other.indicators,
            exports=self.exports | other.exports,
            returns=self.returns | other.returns,
            everything=self.everything or other.everything,
            sources=self.sources | other.sources,
            beside=self.beside or other.beside,
            left=self.left or other.left,
        )
