"""The checks that need no test run, cheap ones first; every one runs, then the failures are named.

python -m tools.check
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
PYTHON: Final = sys.executable
#: Name, command. import-linter has no module to run, so its function is called.
CHECKS: Final = (
    ("lint", [PYTHON, "-m", "ruff", "check", "."]),
    ("format", [PYTHON, "-m", "ruff", "format", "--check", "."]),
    ("types", [PYTHON, "-m", "mypy"]),
    ("layers", [PYTHON, "-c", "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())"]),
    ("catalogues", [PYTHON, "-m", "tools.catalogues", "check"]),
    ("house rules", [PYTHON, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/test_architecture.py"]),
)


def main() -> int:
    """Run every check; the exit status is 1 where one failed."""
    failed = []
    for name, command in CHECKS:
        print(f"--- {name}", flush=True)
        begun = time.perf_counter()
        if subprocess.run(command, cwd=ROOT, env={**os.environ, "PYTHONUTF8": "1"}, check=False).returncode:
            failed.append(name)
        print(f"    {time.perf_counter() - begun:.1f} s", flush=True)
    print(f"Failed: {', '.join(failed)}" if failed else "All checks passed.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
