"""The key of a store: made once, kept in the system's keyring or wrapped by a passphrase, never in the clear.

Beside ``NAME.db`` lies ``NAME.key.json`` with the store's id and the mode. A keyring store keeps the raw key under the
service ``Collections Desk`` and the store's id. A passphrase store keeps it in the key file, wrapped with AES-256-GCM
under a key that scrypt (n=2^15, r=8, p=1) makes of the passphrase: changing the passphrase wraps the same key anew, and
the store itself is not written.
"""

from __future__ import annotations

import base64
import binascii
import json
import os
import secrets
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from app.errors import AppError, MachineError, StoreError
from app.i18n import msg
from app.services.files import write_whole

SERVICE: Final = "Collections Desk"
PASSPHRASE_VARIABLE: Final = "COLLECTIONS_DESK_PASSPHRASE"  # noqa: S105 - the variable's name
KEY_BYTES: Final = 32
FORMAT: Final = 1
_SCRYPT: Final = {"n": 2**15, "r": 8, "p": 1}
#: A key file may ask for more work than ours, but not for the whole machine's memory.
_MOST_WORK: Final = 2**20
#: Keyring backends that keep secrets readable, or nowhere.
_OPEN_BACKENDS: Final = ("keyrings.alt", "keyring.backends.fail", "keyring.backends.null")


class KeyMode(StrEnum):
    """Where the raw key of a store is kept."""

    KEYRING = "keyring"
    PASSPHRASE = "passphrase"  # noqa: S105 - the mode's name


@dataclass(frozen=True, slots=True)
class Wrapped:
    """A raw key wrapped by a passphrase: scrypt's numbers and salt, the nonce and the sealed key."""

    n: int
    r: int
    p: int
    salt: bytes
    nonce: bytes
    sealed: bytes


@dataclass(frozen=True, slots=True)
class KeyFile:
    """What ``NAME.key.json`` says.

    Attributes:
        store_id: permanent id of the store, and its user name in the keyring.
        mode: where the raw key is.
        wrapped: the wrapped key of a passphrase store, None for a keyring store.
    """

    store_id: str
    mode: KeyMode
    wrapped: Wrapped | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the document that is written."""
        document: dict[str, Any] = {"format": FORMAT, "store": self.store_id, "mode": self.mode.value}
        if self.wrapped is not None:
            wrapped = self.wrapped
            document["kdf"] = {
                "name": "scrypt", "n": wrapped.n, "r": wrapped.r, "p": wrapped.p, "salt": _text(wrapped.salt),
            }  # fmt: skip
            document["wrapped"] = {
                "cipher": "AES-256-GCM", "nonce": _text(wrapped.nonce), "key": _text(wrapped.sealed),
            }  # fmt: skip
        return document


def key_path(store: Path) -> Path:
    """Return the key file's path beside a store: ``NAME.key.json`` for ``NAME.db``."""
    return store.with_name(f"{store.stem}.key.json")


def environment_passphrase() -> str | None:
    """Return the passphrase of the environment variable; an empty one counts as none."""
    return os.environ.get(PASSPHRASE_VARIABLE) or None


def new_key(store_id: str, passphrase: str | None) -> tuple[KeyFile, bytes]:
    """Make the key of a new store: wrapped where a passphrase is given, else kept in the keyring.

    Returns:
        What the key file is to say, and the raw key. The file itself is not written.

    Raises:
        MachineError: there is no keyring service that can keep the key.
    """
    raw = secrets.token_bytes(KEY_BYTES)
    return with_passphrase(store_id, raw, passphrase) if passphrase else with_keyring(store_id, raw), raw


def with_passphrase(store_id: str, raw: bytes, passphrase: str) -> KeyFile:
    """Wrap a raw key by a passphrase."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    outer = _stretch(passphrase, salt, **_SCRYPT)
    sealed = AESGCM(outer).encrypt(nonce, raw, _bound_to(store_id))
    return KeyFile(store_id, KeyMode.PASSPHRASE, Wrapped(**_SCRYPT, salt=salt, nonce=nonce, sealed=sealed))


def with_keyring(store_id: str, raw: bytes) -> KeyFile:
    """Keep a raw key in the system's keyring, and read it back.

    Raises:
        MachineError: there is no keyring service, it is locked, or it did not keep what it was given.
    """
    text = _text(raw)
    _keyring("set_password", store_id, text)
    if _keyring("get_password", store_id) != text:
        raise MachineError(
            "keyring_forgets",
            msg("The system's keyring did not keep the store's key."),
            do=msg(
                "Use a passphrase instead (set {variable}, or choose it in the window).", variable=PASSPHRASE_VARIABLE
            ),
        )
    return KeyFile(store_id, KeyMode.KEYRING)


def unwrap(key: KeyFile, passphrase: str | None, name: str) -> bytes:
    """Return the raw key that a key file leads to.

    Args:
        key: what the key file says.
        passphrase: the passphrase, if one was given; a keyring store ignores it.
        name: the store's file name, for the sentence.

    Raises:
        StoreError: ``passphrase_needed``, ``passphrase_wrong`` or ``key_missing``.
        MachineError: the keyring service is absent or locked.
    """
    where = msg("Store: {name}.", name=name)
    if key.wrapped is None:
        return _from_keyring(key.store_id, where)
    if passphrase is None:
        raise StoreError(
            "passphrase_needed",
            msg("This store opens with a passphrase."),
            where,
            msg("Set {variable}, or open the store in the window.", variable=PASSPHRASE_VARIABLE),
        )
    return _open_wrapped(key.wrapped, key.store_id, passphrase, where)


def read_key_file(path: Path) -> KeyFile:
    """Read ``NAME.key.json``.

    Raises:
        StoreError: it is missing, unreadable, damaged, or of a newer format.
    """
    where = msg("Key file: {name}.", name=path.name)
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise StoreError(
            "key_file_missing",
            msg("The store's key file is missing."),
            where,
            msg("Put the key file back beside the store, or restore a backup."),
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise _bad_key_file(path.name) from error
    return parse_key_file(text, path.name)


def parse_key_file(text: str, name: str) -> KeyFile:
    """Read a key file's text; ``name`` is for the sentence.

    Raises:
        StoreError: it is damaged or of a newer format.
    """
    try:
        document = json.loads(text)
        if int(document["format"]) > FORMAT:
            raise StoreError(
                "store_newer",
                msg("This store was written by a newer version of Collections Desk."),
                msg("Key file: {name}.", name=name),
                msg("Install the newer version; nothing was changed."),
            )
        mode = KeyMode(document["mode"])
        wrapped = _parse_wrapped(document) if mode is KeyMode.PASSPHRASE else None
        return KeyFile(str(document["store"]), mode, wrapped)
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
        raise _bad_key_file(name) from error


def write_key_file(path: Path, key: KeyFile) -> None:
    """Write ``NAME.key.json`` whole, readable by its owner only.

    Raises:
        StoreError: the folder is read-only or the disk full.
    """
    write_whole(path, (json.dumps(key.to_json(), indent=2) + "\n").encode(), private=True)


def change_passphrase(store: Path, old: str | None, new: str | None) -> KeyFile:
    """Keep a store's key in another way: a new passphrase, or (``new`` None) the keyring. The store is not written.

    A store that leaves the keyring takes its entry with it: from then on only the passphrase opens it, and backups
    made without a passphrase open no more.

    Raises:
        StoreError: the old passphrase is wrong or missing, or the key file cannot be written; nothing was changed.
        MachineError: there is no keyring service.
    """
    path = key_path(store)
    now = read_key_file(path)
    raw = unwrap(now, old, store.name)
    changed = with_passphrase(now.store_id, raw, new) if new else with_keyring(now.store_id, raw)
    write_key_file(path, changed)
    if now.mode is KeyMode.KEYRING and changed.mode is KeyMode.PASSPHRASE:
        _forget(now.store_id)
    return changed


def forget_key(key: KeyFile) -> None:
    """Take the raw key of a store that is gone out of the keyring; where it is not kept there, nothing happens."""
    if key.mode is KeyMode.KEYRING:
        _forget(key.store_id)


def keyring_name() -> str:
    """Return the name of the keyring service that would keep keys here.

    Raises:
        MachineError: there is none that keeps secrets secret.
    """
    return str(_backend().name)


def _parse_wrapped(document: dict[str, Any]) -> Wrapped:
    """Read the wrapped key.

    Raises:
        ValueError: the parameters are not scrypt's or out of bounds, or a part has the wrong length.
    """
    kdf, sealed = document["kdf"], document["wrapped"]
    wrapped = Wrapped(
        int(kdf["n"]), int(kdf["r"]), int(kdf["p"]), _bytes(kdf["salt"]), _bytes(sealed["nonce"]), _bytes(sealed["key"])
    )
    bounded = 2 <= wrapped.n <= _MOST_WORK and wrapped.n & (wrapped.n - 1) == 0 and 0 < wrapped.r * wrapped.p <= 64
    if kdf["name"] != "scrypt" or not bounded or len(wrapped.nonce) != 12:
        raise ValueError("unknown way of wrapping")
    return wrapped


def _open_wrapped(wrapped: Wrapped, store_id: str, passphrase: str, where: Any) -> bytes:
    """Unwrap by a passphrase."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    outer = _stretch(passphrase, wrapped.salt, n=wrapped.n, r=wrapped.r, p=wrapped.p)
    try:
        return AESGCM(outer).decrypt(wrapped.nonce, wrapped.sealed, _bound_to(store_id))
    except InvalidTag as error:
        raise StoreError(
            "passphrase_wrong",
            msg("The passphrase is wrong."),
            where,
            msg("Try again; capitals and the keyboard's language count."),
        ) from error


def _stretch(passphrase: str, salt: bytes, *, n: int, r: int, p: int) -> bytes:
    """Make 32 bytes of a passphrase; equal characters count as equal however the keyboard composes them (NFC)."""
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

    return Scrypt(salt=salt, length=KEY_BYTES, n=n, r=r, p=p).derive(unicodedata.normalize("NFC", passphrase).encode())


def _bound_to(store_id: str) -> bytes:
    """Return what the wrapping is bound to, so that a wrapped key cannot be laid beside another store."""
    return f"collections-desk/key/{FORMAT}/{store_id}".encode()


def _from_keyring(store_id: str, where: Any) -> bytes:
    """Fetch a raw key from the keyring; a passphrase would not help a store whose key lies there."""
    try:
        text = _keyring("get_password", store_id)
    except MachineError as error:
        if error.code != "no_keyring":
            raise
        do = msg("Start one (gnome-keyring, KWallet), or restore a backup that has a passphrase.")
        what = msg("This machine has no keyring service, and the store's key lies in one.")
        raise MachineError(error.code, what, where, do) from error
    try:
        raw = _bytes(text or "")
    except (ValueError, binascii.Error):
        raw = b""
    if len(raw) != KEY_BYTES:
        raise StoreError(
            "key_missing",
            msg("The keyring of this machine does not hold the store's key."),
            where,
            msg("Sign in as the user who made the store, or restore a backup that has a passphrase."),
        )
    return raw


def _backend() -> Any:
    """Return the keyring backend in use.

    Raises:
        MachineError: no service, or only one that keeps secrets readable (then a passphrase is the honest way).
    """
    import keyring

    chosen = keyring.get_keyring()
    candidates = getattr(chosen, "backends", None) or [chosen]  # a chainer asks several in turn
    for candidate in candidates:
        if not type(candidate).__module__.startswith(_OPEN_BACKENDS):
            return candidate
    raise _no_keyring()


def _keyring(verb: str, *args: str) -> Any:
    """Call the keyring and turn its refusals into a sentence.

    Raises:
        MachineError: the service is absent, locked or broken.
    """
    from keyring.errors import KeyringError, KeyringLocked

    try:
        return getattr(_backend(), verb)(SERVICE, *args)
    except KeyringLocked as error:
        raise MachineError(
            "keyring_locked",
            msg("The system's keyring is locked."),
            do=msg("Unlock it (it usually opens when you sign in) and try again."),
        ) from error
    except (KeyringError, OSError) as error:
        raise _no_keyring() from error


def _forget(store_id: str) -> None:
    """Take a key out of the keyring; one that is gone already is no trouble."""
    from contextlib import suppress

    with suppress(AppError):
        _keyring("delete_password", store_id)


def _no_keyring() -> MachineError:
    return MachineError(
        "no_keyring",
        msg("This machine has no keyring service that could keep the store's key."),
        do=msg(
            "Start one (gnome-keyring, KWallet), or use a passphrase: set {variable}.", variable=PASSPHRASE_VARIABLE
        ),
    )


def _bad_key_file(name: str) -> StoreError:
    return StoreError(
        "key_file_unreadable",
        msg("The store's key file cannot be read."),
        msg("Key file: {name}.", name=name),
        msg("Put the right key file back beside the store, or restore a backup."),
    )


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
