"""The version after this one, for trying an upgrade: the same sources, one step further in number and schema."""

import re
import shutil
from pathlib import Path

from resources.packaging import bundle
from resources.packaging.wine import Wine
from resources.packaging.work import BUILD, NAME, ROOT, call, say

NEXT_VERSION = "9.0.0"


def next_version(wine: Wine) -> Path:
    """Freeze a copy of the sources with a higher version and one more step of the schema; return its installer."""
    source, target = BUILD / "next", BUILD / f"{NAME}-{NEXT_VERSION}-setup.exe"
    shutil.rmtree(source, ignore_errors=True)
    copy_sources(ROOT, source)
    advance(source)
    say(f"Freezing version {NEXT_VERSION} for the upgrade …")
    folder = bundle.freeze(
        BUILD / "next-bundle", lambda command, cwd: wine.run(wine.python, *command, cwd=cwd), source=source
    )
    return bundle.installer(folder, target, "makensis", source)


def copy_sources(root: Path, target: Path) -> None:
    """Copy the files git knows of, as they stand now, without the tests; names in Chinese are not quoted."""
    for name in call(["git", "-c", "core.quotepath=off", "ls-files"], cwd=root).splitlines():
        if not name.startswith(("tests/", ".")) and (root / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(root / name, target / name)


def advance(source: Path) -> str:
    """Give a source tree a higher version and a schema one revision further; return that revision."""
    init, schema = source / "tracker" / "__init__.py", source / "tracker" / "store" / "schema.py"
    init.write_text(re.sub(r'(__version__ = )".*"', rf'\1"{NEXT_VERSION}"', init.read_text("utf-8")), "utf-8")
    text = schema.read_text("utf-8")
    head = text.partition('HEAD = "')[2].partition('"')[0]
    following = f"{int(head) + 1:04d}"
    schema.write_text(text.replace(f'HEAD = "{head}"', f'HEAD = "{following}"'), "utf-8")
    (source / "db" / "versions" / f"{following}_trial.py").write_text(
        f'"""One more index."""\n\nfrom alembic import op\n\nrevision = "{following}"\ndown_revision = "{head}"\n'
        "branch_labels = None\ndepends_on = None\n\n\ndef upgrade():\n"
        '    op.create_index("ix_trial_task_title", "task", ["title"])\n\n\ndef downgrade():\n    pass\n',
        "utf-8",
    )
    return following
