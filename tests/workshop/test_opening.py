"""Opening a workshop: certificates, addresses, what the facilitator is told."""

from __future__ import annotations

import shutil
import socket
import subprocess
from pathlib import Path

import pytest

from wargame.cli.workshop import opening
from wargame.faults import WargameError
from wargame.server import addresses, run, tls
from wargame.server.run import open_workshop

# -- opening --------------------------------------------------------------------------------------------------


def test_a_bare_machine_is_asked_for_both_files_of_https_or_none(tmp_path: Path):
    with pytest.raises(WargameError, match="go together"):
        tls.check_pair("a.pem", "")
    with pytest.raises(WargameError, match=r"--cert .*nix\.pem: it cannot be read"):
        tls.check_pair(str(tmp_path / "nix.pem"), str(tmp_path / "nix.pem"))
    text = tmp_path / "text.pem"
    text.write_text("no certificate", encoding="utf-8")
    with pytest.raises(WargameError, match="no PEM file of its kind"):
        tls.check_pair(str(text), str(text))


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two certificates, their keys, and a key with a passphrase."""
    made = shutil.which("openssl")
    if made is None:
        pytest.skip("There is no openssl on this machine.")
    folder = tmp_path_factory.mktemp("pair")
    for name in ("one", "two"):
        words = (
            "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 -subj /CN=localhost"
        )
        words += f" -keyout {name}.key -out {name}.crt"
        subprocess.run([made, *words.split()], cwd=folder, check=True, capture_output=True)
    locked = "ec -in one.key -aes128 -passout pass:secret -out locked.key"
    subprocess.run([made, *locked.split()], cwd=folder, check=True, capture_output=True)
    return folder


def test_a_certificate_is_held_against_its_key(pair: Path):
    cert = str(pair / "one.crt")
    assert tls.check_pair(cert, str(pair / "one.key")) == {
        "ssl_certfile": cert,
        "ssl_keyfile": str(pair / "one.key"),
    }
    with pytest.raises(WargameError, match="belongs to another certificate"):
        tls.check_pair(cert, str(pair / "two.key"))
    with pytest.raises(WargameError, match="has a passphrase"):
        tls.check_pair(cert, str(pair / "locked.key"))


@pytest.mark.parametrize("host", ["192.0.2.77", "no.such.name.invalid", "not an address"])
def test_an_address_that_is_not_this_machines_is_told(host: str):
    with pytest.raises(WargameError, match=f"--host {host}: this"):
        open_workshop(host, 0, told=lambda *_: None)


def test_small_answers_are_sent_at_once():
    with run._listen("127.0.0.1", 0) as ours:
        assert ours.proto == socket.IPPROTO_TCP  # asyncio sets TCP_NODELAY where the protocol is named


def test_whoever_opens_is_told_who_can_reach_it():
    told = [
        f"{line.lead}{line.text}"
        for line in opening("http://127.0.0.1:1/key", ["http://192.0.2.7:1"], "KEY", True)
    ]
    assert "Facilitator: http://127.0.0.1:1/key" in told
    assert "Key:         KEY" in told
    assert "Teams:       http://192.0.2.7:1/join" in told
    assert any("Whoever is in the same network can reach" in line for line in told)
    assert any("in the clear" in line and "--cert and --key" in line for line in told)
    safe = opening("https://127.0.0.1:1/key", [], "KEY", True)
    assert not any("in the clear" in line.text for line in safe)
    assert any("in no network now" in line.text for line in safe)


def test_addresses_for_others_are_never_this_machine_alone():
    assert addresses.addresses("127.0.0.1") == ()
    for each in addresses.addresses("0.0.0.0"):
        assert not addresses.is_loopback(each)
        socket.inet_aton(each)
