"""The house rules of size, names, places and layers, read from the source itself."""

import ast
import fnmatch
import re
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

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
#: The two places where anything may go wrong and must still end in a sentence.
LAST_RESORTS = {"tracker/ui/core/jobs.py", "tracker/__main__.py"}

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


@pytest.mark.parametrize("path", [*PRODUCT, *TESTS, *DATABASE], ids=name_of)
def test_file_and_its_functions_are_short(path: Path) -> None:
    assert lines_of(path) <= FILE_LINES
    assert [(name, length) for name, length in functions_of(tree_of(path)) if length > FUNCTION_LINES] == []


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


@pytest.mark.parametrize("path", PRODUCT, ids=name_of)
def test_names_say_what_a_thing_is(path: Path) -> None:
    assert empty_names(tree_of(path)) == []
    assert path.stem.title() not in EMPTY_WORDS


@pytest.mark.parametrize("path", [p for p in PRODUCT if name_of(p) not in LAST_RESORTS], ids=name_of)
def test_only_the_last_resorts_catch_everything(path: Path) -> None:
    assert [node.lineno for node in ast.walk(tree_of(path)) if catches_everything(node)] == []


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


def test_misplaced_files_are_recognised() -> None:
    names = ["tracker", ".ci", "build", "x.egg-info", "notes.txt", "util"]
    assert misplaced(names, ["# built", "build/", "*.egg-info/"]) == ["notes.txt", "util"]


def test_circles_are_recognised() -> None:
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}) == [["a", "b", "c"]]
    assert circles({"a": {"b", "c"}, "b": {"c"}, "c": set()}) == []
