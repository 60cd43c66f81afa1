"""The house rules of size, names, places and layers, read from the source itself."""

import ast
import fnmatch
import re
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import grimp
import pytest

ROOT = Path(__file__).resolve().parent.parent
PRODUCT = sorted(
    [*(ROOT / "tracker").rglob("*.py"), *(ROOT / "resources" / "packaging").rglob("*.py"), ROOT / "dev.py"]
)
TESTS = sorted((ROOT / "tests").rglob("*.py"))
DATABASE = sorted((ROOT / "db").glob("*.py"))

FILE_LINES = 450
FUNCTION_LINES = 40
MEDIAN_FUNCTION_LINES = 8
TEST_LINES_PER_SOURCE_LINE = 0.8
FOLDERS = {"tracker", "resources", "db", "tests"}
FILES = {
    *("pyproject.toml", "README.md", "tracker.spec", "dev.py"),
    *("CHANGELOG.md", "LICENSE", "requirements.lock", "requirements-package.lock", "installer.nsi"),
}
#: Names that say nothing about what a thing is.
EMPTY_WORDS = {"Manager", "Helper", "Handler", "Util", "Utils", "Info", "Item"}
#: Names that stand for anything; say what the value is.
DIALECT = {"found", "made", "told", "one", "place", "take"}
#: Packages whose names still wait to be cleaned.
NOT_YET_CLEANED: tuple[str, ...] = ()
#: The places where anything may go wrong and must still end in a sentence, or in a start without a kept file.
LAST_RESORTS = {"tracker/ui/core/jobs.py", "tracker/__main__.py", "tracker/files/kept_json.py"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def lines_of(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def functions_of(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Yield name and length in lines, from `def` to the last statement, of every function."""
    for node in ast.walk(tree):
        if isinstance(node, Function):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


def catches_everything(node: ast.AST) -> bool:
    """Tell whether an except clause is bare or names Exception or BaseException."""
    if not isinstance(node, ast.ExceptHandler):
        return False
    named = {n.id for n in ast.walk(node.type) if isinstance(n, ast.Name)} if node.type else {"Exception"}
    return bool(named & {"Exception", "BaseException"})


def empty_names(tree: ast.AST) -> list[str]:
    """Return the classes whose name contains one of the empty words."""
    classes = [node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    return [name for name in classes if EMPTY_WORDS & set(re.findall(r"[A-Z][a-z]+", name))]


def dialect_names(tree: ast.AST) -> list[str]:
    """Return line and name of every variable, parameter, attribute, function and class of the old dialect."""
    bound = [(node.lineno, name) for node in ast.walk(tree) for name in names_bound(node)]
    return [f"line {line} {name}" for line, name in bound if name.strip("_") in DIALECT]


def names_bound(node: Any) -> Iterator[str]:
    """Yield the names that a node binds."""
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        yield node.id
    elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
        yield node.attr
    elif isinstance(node, ast.arg):
        yield node.arg
    elif isinstance(node, Function | ast.ClassDef):
        yield node.name


def misplaced(names: list[str], ignored: list[str]) -> list[str]:
    """Return what must not lie at the top level; `ignored` are the patterns of .gitignore."""
    patterns = [pattern.strip("/") for pattern in ignored if pattern and not pattern.startswith("#")]
    return [
        name
        for name in names
        if not name.startswith(".")
        and name not in FOLDERS | FILES
        and not any(fnmatch.fnmatch(name, pattern) for pattern in patterns)
    ]


def offenders(paths: Iterable[Path], rule: Callable[[Path], Iterable[object]]) -> list[str]:
    """Return a line for everything in these files that breaks a rule."""
    return [f"{name_of(path)}: {offence}" for path in paths for offence in rule(path)]


def too_long(path: Path) -> Iterator[str]:
    """Yield a file above its lines, and its functions above theirs."""
    if lines_of(path) > FILE_LINES:
        yield f"{lines_of(path)} lines"
    for name, length in functions_of(tree_of(path)):
        if length > FUNCTION_LINES:
            yield f"{name} has {length} lines"


def test_files_and_functions_are_short() -> None:
    assert offenders([*PRODUCT, *TESTS, *DATABASE], too_long) == []


def test_functions_are_short_on_the_whole() -> None:
    lengths = [length for path in PRODUCT for _, length in functions_of(tree_of(path))]
    assert statistics.median(lengths) <= MEDIAN_FUNCTION_LINES


def test_there_are_enough_tests() -> None:
    source, tests = sum(map(lines_of, PRODUCT)), sum(map(lines_of, TESTS))
    assert tests / source >= TEST_LINES_PER_SOURCE_LINE, f"{tests} lines of tests for {source} of source"


def test_top_level_holds_only_what_the_design_allows() -> None:
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert misplaced([path.name for path in ROOT.iterdir()], ignored) == []


def test_tests_mirror_the_tree() -> None:
    """Every folder of tests/ is a folder of tracker/ (bench/ measures, so it mirrors nothing)."""
    folders = {path.parent.relative_to(ROOT / "tests") for path in TESTS if "bench" not in path.parts}
    assert [folder for folder in folders if not (ROOT / "tracker" / folder).is_dir()] == []
    assert [name_of(path) for path in TESTS if path.name == "__init__.py"] == []


def test_names_say_what_a_thing_is() -> None:
    assert offenders(PRODUCT, lambda path: empty_names(tree_of(path))) == []
    assert [name_of(path) for path in PRODUCT if path.stem.title() in EMPTY_WORDS] == []


def test_names_are_terms_of_the_field() -> None:
    tracker = [path for path in PRODUCT if name_of(path).startswith("tracker/")]
    cleaned = [path for path in tracker if not name_of(path).startswith(NOT_YET_CLEANED)]
    assert offenders(cleaned, lambda path: dialect_names(tree_of(path))) == []


def test_only_the_last_resorts_catch_everything() -> None:
    paths = [path for path in PRODUCT if name_of(path) not in LAST_RESORTS]
    assert offenders(paths, lambda path: (n.lineno for n in ast.walk(tree_of(path)) if catches_everything(n))) == []


def cited_pages(path: Path) -> list[str]:
    """Return the pages a file cites that are not in the repository."""
    return re.findall("DESIGN" + " section [0-9]+", path.read_text(encoding="utf-8"))


def test_no_file_cites_a_page_that_is_not_here() -> None:
    assert offenders([*PRODUCT, *TESTS, *DATABASE], cited_pages) == []


def test_layers_hold() -> None:
    """Run import-linter's contracts of pyproject.toml; its own words are the failure's text."""
    command = "from importlinter.cli import lint_imports_command as run; run(['--no-cache'])"
    done = subprocess.run([sys.executable, "-c", command], cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]
    assert "0 broken" in done.stdout


def circles(imports: dict[str, set[str]]) -> list[list[str]]:
    """Return each group of modules that import each other in a circle, its names sorted (Tarjan's algorithm)."""
    numbers: dict[str, int] = {}
    lowest: dict[str, int] = {}
    stack: list[str] = []
    groups: list[list[str]] = []

    def visit(module: str) -> None:
        numbers[module] = lowest[module] = len(numbers)
        stack.append(module)
        for imported in sorted(imports.get(module, ())):
            if imported not in numbers:
                visit(imported)
                lowest[module] = min(lowest[module], lowest[imported])
            elif imported in stack:
                lowest[module] = min(lowest[module], numbers[imported])
        if lowest[module] == numbers[module]:
            group = stack[stack.index(module) :]
            del stack[-len(group) :]
            groups.append(sorted(group))

    for module in sorted(imports):
        if module not in numbers:
            visit(module)
    return [group for group in groups if len(group) > 1]


def test_no_import_circle_anywhere() -> None:
    """Imports inside functions and under TYPE_CHECKING count as well."""
    graph = grimp.build_graph("tracker", cache_dir=None)
    assert circles({module: graph.find_modules_directly_imported_by(module) for module in graph.modules}) == []


def test_the_readme_names_only_what_is_there() -> None:
    """The newcomer's map: every path in it leads somewhere."""
    named = re.findall(
        "`((?:tracker|tests|db|resources)/[^`…]*[a-z])`", (ROOT / "README.md").read_text(encoding="utf-8")
    )
    assert len(named) > 50
    assert [path for path in named if not (ROOT / path).exists()] == []


# --- the rules themselves must be able to fail -------------------------------------------------------


def test_function_length_counts_from_def_to_the_last_line() -> None:
    source = "@decorated\ndef f(\n    a: int,\n) -> int:\n    return a\n\n\nclass C:\n    async def g(self): ...\n"
    assert sorted(functions_of(ast.parse(source))) == [("f", 4), ("g", 1)]


@pytest.mark.parametrize(
    ("clause", "everything"),
    [
        ("except:", True),
        ("except Exception:", True),
        ("except (OSError, Exception) as e:", True),
        ("except BaseException:", True),
        ("except OSError:", False),
        ("except (OSError, ValueError) as e:", False),
    ],
)
def test_catching_everything_is_recognised(clause: str, everything: bool) -> None:
    tree = ast.parse(f"try:\n    pass\n{clause}\n    pass\n")
    assert any(catches_everything(node) for node in ast.walk(tree)) is everything


@pytest.mark.parametrize(
    ("name", "empty"),
    [("TaskManager", True), ("ItemRow", True), ("TaskInfo", True), ("Informer", False), ("TaskRow", False)],
)
def test_empty_names_are_recognised(name: str, empty: bool) -> None:
    assert (empty_names(ast.parse(f"class {name}: ...")) == [name]) is empty


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("found = 1", ["line 1 found"]),
        ("for one in (): ...", ["line 1 one"]),
        ("def f(told, _place): ...", ["line 1 told", "line 1 _place"]),
        ("class C:\n    def take(self): self.made = 1", ["line 2 take", "line 2 made"]),
        ("foundation = matches.one", []),
    ],
)
def test_names_of_the_dialect_are_recognised(source: str, names: list[str]) -> None:
    assert dialect_names(ast.parse(source)) == names


def test_a_rule_names_every_offender() -> None:
    assert offenders(PRODUCT[:2], lambda _path: ["a", "b"]) == [
        f"{name_of(path)}: {letter}" for path in PRODUCT[:2] for letter in "ab"
    ]


def test_misplaced_files_are_recognised() -> None:
    names = ["tracker", ".ci", "build", "x.egg-info", "notes.txt", "util"]
    assert misplaced(names, ["# built", "build/", "*.egg-info/"]) == ["notes.txt", "util"]


def test_circles_are_recognised() -> None:
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}) == [["a", "b", "c"]]
    assert circles({"a": {"b", "c"}, "b": {"c"}, "c": set()}) == []
