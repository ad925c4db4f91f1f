"""What starting the window costs: nothing heavy is loaded before it stands."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def test_the_window_is_imported_without_what_it_needs_later():
    heavy = "{'sqlalchemy', 'alembic', 'pandas', 'openpyxl', 'xlsxwriter', 'keyring', 'typst', 'babel', 'holidays'}"
    code = f"import sys, app.ui.application; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
