"""What the program and its tests need from the operating system, and how to get it.

Standard library only: this runs before anything is installed. A need is probed by what it is (a library that loads, a
program on the path), never by a package list, so that it is right on every Linux; the package names are Debian's.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

#: Exit status of the command line for "the machine" (cli.md).
MACHINE = 5


class MachineProblem(Exception):
    """Something of the machine is missing and we may not, or could not, install it."""


@dataclass(frozen=True)
class Need:
    """One thing the machine must have.

    Attributes:
        what: its name for a person.
        package: the Debian package that brings it.
        present: asks the machine.
        elsewhere: where to get it on macOS and Windows; empty where those systems bring it.
    """

    what: str
    package: str
    present: Callable[[], bool]
    elsewhere: str = ""


def _library(name: str) -> Callable[[], bool]:
    """Return a probe that tries to load a shared library."""

    def probe() -> bool:
        try:
            ctypes.CDLL(name)
        except OSError:
            return False
        return True

    return probe


def _program(name: str) -> Callable[[], bool]:
    """Return a probe that looks for a program on the path."""
    return lambda: shutil.which(name) is not None


def _modules(*names: str) -> Callable[[], bool]:
    """Return a probe for modules of the standard library that Debian splits off."""
    return lambda: all(importlib.util.find_spec(name) is not None for name in names)


def office() -> str | None:
    """Return LibreOffice's program, also where macOS and Windows keep it off the path."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if found:
        return found
    places = [Path("/Applications/LibreOffice.app/Contents/MacOS/soffice")]
    places += [
        Path(os.environ[key], "LibreOffice/program/soffice.exe") for key in ("ProgramFiles",) if key in os.environ
    ]
    return next((str(place) for place in places if place.exists()), None)


def _calc() -> bool:
    """Tell whether LibreOffice with Calc is there: the launcher alone opens no workbook."""
    found = office()
    if found is None:
        return False
    folder = Path(found).resolve().parent
    return not sys.platform.startswith("linux") or any(folder.glob("libsclo*"))


def _libraries(*pairs: tuple[str, str]) -> tuple[Need, ...]:
    """Return needs for shared libraries, which only Linux leaves to its packages."""
    return tuple(Need(name, package, _library(name)) for name, package in pairs) if _linux() else ()


def _linux() -> bool:
    """Tell whether this is Linux."""
    return sys.platform.startswith("linux")


def python_needs() -> tuple[Need, ...]:
    """Return what making the virtual environment needs: Debian's bare python3 has neither venv nor pip."""
    return (
        Need("Python's venv and ensurepip", "python3-venv", _modules("venv", "ensurepip"), "a Python from python.org"),
    )


def window_needs() -> tuple[Need, ...]:
    """Return the shared libraries Qt loads, on a screen and without one."""
    return _libraries(
        ("libglib-2.0.so.0", "libglib2.0-0"),
        ("libGL.so.1", "libgl1"),
        ("libEGL.so.1", "libegl1"),
        ("libxkbcommon.so.0", "libxkbcommon0"),
        ("libfontconfig.so.1", "libfontconfig1"),
        ("libdbus-1.so.3", "libdbus-1-3"),
        ("libxcb-cursor.so.0", "libxcb-cursor0"),
        ("libxkbcommon-x11.so.0", "libxkbcommon-x11-0"),
        ("libxcb-icccm.so.4", "libxcb-icccm4"),
        ("libxcb-keysyms.so.1", "libxcb-keysyms1"),
        ("libxcb-shape.so.0", "libxcb-shape0"),
        ("libX11-xcb.so.1", "libx11-xcb1"),
    )


def test_needs() -> tuple[Need, ...]:
    """Return the programs with which the tests open what the product wrote: no test is left out for want of one."""
    needs = (
        Need("LibreOffice Calc", "libreoffice-calc-nogui", _calc, "LibreOffice from libreoffice.org"),
        Need("pdftotext and pdftoppm", "poppler-utils", _program("pdftotext"), "poppler, with pdftotext on the path"),
    )
    if not _linux():
        return needs  # the system's own keychain serves there
    return (
        *needs,
        Need("gnome-keyring-daemon", "gnome-keyring", _program("gnome-keyring-daemon")),
        Need("dbus-run-session", "dbus-daemon", _program("dbus-run-session")),
        Need("dbus-send", "dbus-bin", _program("dbus-send")),
        Need("Xvfb", "xvfb", _program("Xvfb")),
        Need("xdotool", "xdotool", _program("xdotool")),
    )


def ensure(needs: Iterable[Need], say: Callable[[str], None] = print) -> None:
    """Make sure the machine has what is needed.

    On Debian (and what derives from it) as root the packages are installed; elsewhere they are named.

    Raises:
        MachineProblem: something is missing and was not installed; the text names the packages.
    """
    missing = [need for need in needs if not need.present()]
    if not missing:
        return
    packages = sorted({need.package for need in missing})
    if _debian() and _root():
        say(f"Installing from the system's packages: {' '.join(packages)}")
        _apt(packages)
        importlib.invalidate_caches()
        missing = [need for need in missing if not need.present()]
    if missing:
        raise MachineProblem(_how_to_get(missing))


def _how_to_get(missing: list[Need]) -> str:
    """Return one sentence that names what is missing and how to get it on this system."""
    names = ", ".join(need.what for need in missing)
    if not _linux():
        return f"This machine lacks {names}. Install {', '.join(need.elsewhere or need.what for need in missing)}."
    packages = " ".join(sorted({need.package for need in missing}))
    if _debian():
        return f"This machine lacks {names}. Install it with: sudo apt-get install {packages}"
    return f"This machine lacks {names}. Install the packages that bring it (Debian calls them {packages})."


def _debian() -> bool:
    """Tell whether this is Debian or derives from it."""
    try:
        lines = Path("/etc/os-release").read_text(encoding="utf-8").splitlines()
    except OSError:
        return False
    told = dict(line.split("=", 1) for line in lines if "=" in line)
    family = f"{told.get('ID', '')} {told.get('ID_LIKE', '')}".replace('"', "").split()
    return "debian" in family and shutil.which("apt-get") is not None


def _root() -> bool:
    """Tell whether we may install packages."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _apt(packages: list[str]) -> None:
    """Install packages without asking.

    Raises:
        MachineProblem: apt-get failed; its last words are in the text.
    """
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "-q", "--no-install-recommends", *packages]
    for command in (["apt-get", "update", "-q"], install):
        done = subprocess.run(
            command, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace", check=False
        )
        if done.returncode:
            last = " ".join((done.stderr or done.stdout).strip().splitlines()[-3:])
            raise MachineProblem(f"'{' '.join(command)}' failed: {last}")


def screen() -> bool:
    """Tell whether a window can be shown here."""
    if not _linux():
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
