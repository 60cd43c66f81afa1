"""What becomes of each file that came as evidence: kept with a task, a further version, asked about, or not kept."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tracker.files.kept_files import version_of
from tracker.model.enums import Status, WordedEnum
from tracker.model.evidence_match import FileName, Matching


class EvidenceOutcome(WordedEnum):
    """What an import does with a file."""

    NEW = "new", "新增"
    SAME = "same", "已有"
    VERSION = "version", "新版本"
    QUESTION = "question", "待确认"
    REFUSED = "refused", "没有收"
    SKIPPED = "skipped", "略过"


#: What is kept with a task.
KEPT = (EvidenceOutcome.NEW, EvidenceOutcome.VERSION)


@dataclass(frozen=True, slots=True)
class CameFile:
    """A file that came; `sha256` is "" for one that was not read, `refusal` and `skipped` say why it is not kept."""

    path: str
    name: str
    size: int
    folders: tuple[str, ...] = ()
    sha256: str = ""
    refusal: str = ""
    skipped: str = ""
    doubt: str = ""  # its content is not what its name says
    doubtful: bool = False  # its name could not be read for certain


@dataclass(frozen=True, slots=True)
class FiledTask:
    """What is known of a task: `ours` whether the office that sent the files leads it or helps with it.

    `kept` are name and SHA-256 of its evidence.
    """

    code: str
    office: str
    status: Status
    ours: bool = True
    kept: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class PlannedFile:
    """A file with what becomes of it; `name` is the one it gets, `task` a code, of a question the likeliest or ""."""

    path: str
    name: str
    size: int
    sha256: str
    task: str
    office: str
    how: str
    outcome: EvidenceOutcome
    message: str = ""
    proposals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EvidencePlan:
    """All files of an import, and the listed ones that did not come as (code of the task, name)."""

    files: tuple[PlannedFile, ...] = ()
    missing: tuple[tuple[str, str], ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """Return how many files have each outcome."""
        counted = Counter(file.outcome for file in self.files)
        return {outcome.value: counted.get(outcome, 0) for outcome in EvidenceOutcome}

    def of(self, *outcomes: EvidenceOutcome) -> tuple[PlannedFile, ...]:
        """Return the files with one of these outcomes."""
        return tuple(file for file in self.files if file.outcome in outcomes)


class EvidencePlanner:
    """Decides about files one after another: what came before in the same import counts as kept."""

    def __init__(self, matching: Matching, tasks: Sequence[FiledTask], office: str = "") -> None:
        self._matching, self._office = matching, office
        self._tasks = {task.code: task for task in tasks}

    def plan(self, file: CameFile) -> PlannedFile:
        """Return what becomes of a file."""
        planned = PlannedFile(
            file.path, file.name, file.size, file.sha256, "", self._office, "none", EvidenceOutcome.SKIPPED
        )
        if file.skipped:
            return replace(planned, message=file.skipped)
        if file.refusal:
            return replace(planned, outcome=EvidenceOutcome.REFUSED, message=file.refusal)
        match = self._matching.match(FileName(file.name, file.folders))
        tasks = tuple(code for code in match.tasks if code in self._tasks)
        planned = replace(planned, how=match.how.value, proposals=tasks, task=tasks[0] if tasks else "")
        question = match.question or self._objection(tasks)
        if file.doubtful:
            question = f"文件名的编码认不出，请看一看是不是这个名字；{question}".rstrip("；")
        if question:
            return self._asked(planned, question)
        return self.file(replace(planned, message=file.doubt), tasks[0])

    def file(self, planned: PlannedFile, code: str) -> PlannedFile:
        """Return what becomes of a file that belongs to a task for certain, and count it as kept there."""
        task = self._tasks[code]
        planned = replace(planned, task=code, office=self._office or task.office)
        if any(planned.sha256 == sha256 for _, sha256 in task.kept):
            return replace(planned, outcome=EvidenceOutcome.SAME, message=f"{code} 已有这份文件")
        names = [name.casefold() for name, _ in task.kept]
        number, name = 1, planned.name
        while name.casefold() in names:
            number += 1
            name = version_of(planned.name, number)
        outcome = EvidenceOutcome.VERSION if number > 1 else EvidenceOutcome.NEW
        words = [planned.message] if planned.message else []
        words += [f"{code} 已有同名文件，作为第 {number} 份保留"] if number > 1 else []
        words += [f"{code} 已销号，佐证照收"] if task.status is Status.CLOSED else []
        self._tasks[code] = replace(task, kept=(*task.kept, (name, planned.sha256)))
        return replace(planned, name=name, outcome=outcome, message="；".join(words))

    def _objection(self, tasks: tuple[str, ...]) -> str:
        """Return why a person must confirm a task that is named clearly, "" for nothing."""
        if not tasks:
            return "编号不是台账里的任务，请选择是哪一项的"
        task = self._tasks[tasks[0]]
        if task.status is Status.CANCELLED:
            return f"{task.code} 已取消，请确认是否仍归到这一项"
        if not task.ours:
            return f"{task.code} 不是{self._office}牵头或配合的任务，请确认"
        return ""

    def _asked(self, planned: PlannedFile, question: str) -> PlannedFile:
        """Return a question, unless the answer was given before: the same file stands where it might belong."""
        for code, task in self._tasks.items():
            if any(
                planned.sha256 == sha256 and (code in planned.proposals or planned.name == name)
                for name, sha256 in task.kept
            ):
                return self.file(planned, code)
        return replace(planned, outcome=EvidenceOutcome.QUESTION, message=question)
