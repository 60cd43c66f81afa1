"""What every page is given: jobs, bus, settings and the day."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from tracker import settings as stored
from tracker.model.rows import LedgerView
from tracker.settings import Settings
from tracker.ui.core.bus import Bus
from tracker.ui.core.drafts import Drafts
from tracker.ui.core.jobs import Jobs


@dataclass
class Context:
    """Every page gets it at its construction; there is no global application object."""

    jobs: Jobs
    bus: Bus
    settings: Settings
    today: Callable[[], date]
    data_dir: Path
    first_view: LedgerView | None = None  # the ledger as it is, known without the database's libraries
    ledger_file: Path | None = None  # None on a server
    address: Callable[[], str] = lambda: ""  # of the ledger that is open, of a file as well
    password: Callable[[], str] = lambda: ""  # what was typed for its server in this run
    reopen: Callable[[str, str], object] = lambda _sentence, _password: None  # the window, where settings now say
    restore: Callable[[Path], object] = lambda _backup: None  # puts a backup in place of the ledger
    open_preview: Callable[[str, Path], object] = lambda _words, _folder: None  # a second window on unpacked data
    preview: str = ""  # which backup this window shows, "" for a ledger that is worked on
    keep_view: Callable[[LedgerView], None] = lambda _view: None  # for the next start
    due_days: Mapping[date, int] = field(default_factory=dict)  # open tasks by deadline, as they were read last
    drafts: Drafts = field(init=False)  # what was typed and not saved

    def __post_init__(self) -> None:
        self.drafts = Drafts(self.data_dir)

    def remember(self, **values: str) -> None:
        """Change fields of the user's settings and save them; a full disk is no reason to stop."""
        self.settings = replace(self.settings, **values)  # type: ignore[arg-type]
        stored.save(self.data_dir, self.settings)

    def remember_state(self, name: str, state: str) -> None:
        """Keep the state of a splitter or header (base64) under a name."""
        self.settings = replace(self.settings, states={**self.settings.states, name: state})
        stored.save(self.data_dir, self.settings)
