"""Certificate and key for https, looked at before the server starts."""

from __future__ import annotations

import ssl
from pathlib import Path

from wargame.faults import WargameError


class _Locked(Exception):
    """A key that asks for a passphrase."""


def check_pair(cert: str, key: str) -> dict[str, str]:
    """Return the options by which uvicorn serves https; none where neither file is named.

    Raises
    ------
    WargameError
        one of the two is missing, cannot be read, is no PEM, has a passphrase, or belongs to another

    Examples
    --------
    >>> check_pair("", "")
    {}
    """
    if not (cert or key):
        return {}
    if not (cert and key):
        raise WargameError(
            "--cert and --key go together: the certificate and its private key, as PEM files. Give both, or neither."
        )
    for option, path in (("--cert", cert), ("--key", key)):
        try:
            Path(path).read_bytes()
        except OSError as error:
            raise WargameError(
                f"{option} {path}: it cannot be read ({error.strerror}). Name a PEM file."
            ) from None
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(cert, key, password=_ask)
    except _Locked:
        raise WargameError(
            f"--key {key}: the key has a passphrase, which nobody could type at each start. Save it without one."
        ) from None
    except ssl.SSLError as error:
        if "MISMATCH" in (error.reason or ""):
            raise WargameError(
                f"--cert {cert}, --key {key}: the key belongs to another certificate. Name the two that were made "
                "together."
            ) from None
        raise WargameError(
            f"--cert {cert}, --key {key}: one of them is no PEM file of its kind ({error.reason or 'not readable'}). "
            "The first begins with BEGIN CERTIFICATE, the second with BEGIN PRIVATE KEY."
        ) from None
    return {"ssl_certfile": cert, "ssl_keyfile": key}


def _ask() -> str:
    raise _Locked
