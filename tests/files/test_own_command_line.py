"""A password typed into the command line does not stay in the list of processes."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tracker.files.own_command_line import spans_of
from tracker.log import SECRET


@pytest.mark.parametrize(
    ("argument", "left"),
    [
        ("postgresql://desk:geheim@10.1.2.3/ledger", "postgresql://desk:******@10.1.2.3/ledger"),
        ("postgresql://desk:ge@im@h/x?password=zwei", "postgresql://desk:*****@h/x?password=****"),
        ("host=h password=geheim user=desk", "host=h password=****** user=desk"),
        ("postgresql://desk@h/x", "postgresql://desk@h/x"),
        ("台账.db", "台账.db"),
    ],
)
def test_only_the_password_is_found(argument: str, left: str) -> None:
    signs = list(argument)
    for begin, end in spans_of(SECRET, argument):
        signs[begin:end] = "*" * (end - begin)
    assert "".join(signs) == left


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="there is no /proc here")
def test_who_lists_the_processes_sees_no_password(tmp_path: Path) -> None:
    """The program waits for a server that takes the call and says nothing; meanwhile others look."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.settimeout(60)
        address = f"postgresql://账号:geheim-密码@127.0.0.1:{silent.getsockname()[1]}/台账?application_name=x"
        data = tmp_path / "数 据 夹"
        command = [sys.executable, "-m", "tracker", "--data", str(data), "--db", address, "tasks", "--search", "灯塔"]
        program = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        with silent.accept()[0]:
            seen = Path(f"/proc/{program.pid}/cmdline").read_bytes()
        told = program.communicate(timeout=60)[1]
    blotted = "*" * len("geheim-密码".encode())
    assert seen.decode() == "\x00".join((*command, "")).replace("geheim-密码", blotted)
    assert "geheim" not in told
    assert "请改用密码文件" in told
