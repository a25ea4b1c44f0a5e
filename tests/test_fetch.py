"""Servers are fetched by package managers. Here those are scripts that write what the real ones would: no network."""

import os
from pathlib import Path

import pytest

from smtplearn.__main__ import main
from smtplearn.peers import fetch as fetching
from smtplearn.peers import peer, programs
from smtplearn.peers.fetch import FetchError, fetch

APT = r"""
case "$1" in
install) printf 'Inst %s\n' "libidn12 (1.41 Debian)" "libc6 [2.35] (2.36 Debian)" "exim4-daemon-light (4.96)" ;;
download) shift 4; for name; do echo "$name" > "${name}_1.deb"; done ;;
esac
"""
DPKG = """\
read name < "$2"
case "$name" in
libc6) exit 3 ;;
libidn12) mkdir -p "$3/lib/x"; echo lib > "$3/lib/x/libidn.so.12" ;;
*) mkdir -p "$3/usr/sbin" "$3/usr/lib"; printf '\\0004.99\\000' > "$3/usr/sbin/exim4" ;;
esac
"""
NPM = """\
while [ "$1" != --prefix ]; do shift; done
mkdir -p "$2/node_modules/smtp-server"
printf '{"version": "%s"}' "${3#*@}" > "$2/node_modules/smtp-server/package.json"
"""


@pytest.fixture
def managers(monkeypatch, tmp_path):
    """Write a package manager of this name, so that no other is found."""
    monkeypatch.setenv(programs.VARIABLE, str(tmp_path / "unpacked"))
    monkeypatch.setattr(programs, "_FOLDERS", {"system": ("root", ()), "node": ("", ())})
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}/bin{os.pathsep}/usr/bin")

    def write(name, script):
        (tmp_path / "bin" / name).write_text(f"#!/bin/sh\n{script}", encoding="utf-8")
        (tmp_path / "bin" / name).chmod(0o755)

    return write


def test_debian_packages_are_unpacked(managers, tmp_path):
    managers("apt-get", APT)
    managers("dpkg", DPKG)
    folder = fetch(peer("exim"))
    assert folder == tmp_path / "unpacked" / "exim"
    found = sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
    assert found == ["root/usr/lib/x/libidn.so.12", "root/usr/sbin/exim4"], "lib is a link into usr on today's systems"
    assert peer("exim").version == "4.99"
    assert [path.name for path in folder.parent.iterdir()] == ["exim"]


def test_npm_packages_go_into_a_folder_of_their_own(managers):
    managers("npm", NPM)
    assert main(["peers", "--fetch", "smtp-server"]) == 0
    assert peer("smtp-server").version == "3.21.6"


def test_what_was_there_stays_where_fetching_fails(managers, tmp_path, capsys):
    managers("npm", NPM)
    before = fetch(peer("smtp-server"))
    managers("npm", "echo first >&2; printf 'no \\033[31mway\\n' >&2; exit 1")
    assert main(["peers", "--fetch", "smtp-server"]) == 1
    wrote = ["npm failed. The last lines that it wrote:", "first", "no \\x1b[31mway"]
    assert capsys.readouterr().err.splitlines() == wrote
    assert [path.name for path in before.parent.iterdir()] == ["smtp-server"]
    assert peer("smtp-server").version == "3.21.6"


def test_a_manager_that_is_missing_or_slow(managers, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    with pytest.raises(FetchError, match="There is no npm on this machine"):
        fetch(peer("haraka"))
    managers("npm", "while :; do :; done")
    monkeypatch.setattr(fetching, "SECONDS", 0.1)
    with pytest.raises(FetchError, match=r"npm did not finish within 0\.1 seconds"):
        fetch(peer("haraka"))
    with pytest.raises(FetchError, match="aiosmtpd"):
        fetch(peer("aiosmtpd"))


def test_the_list(managers, capsys):
    assert main(["peers"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == f"aiosmtpd: aiosmtpd {peer('aiosmtpd').version}"
    assert lines[2].startswith("exim: Exim is not there.")
    assert main(["--lang", "ru", "peers"]) == 0
    assert "exim: Exim не найден." in capsys.readouterr().out


def test_an_unknown_name_fetches_nothing(managers, capsys, tmp_path):
    assert main(["peers", "--fetch", "exim", "qmail"]) == 2
    assert "no server “qmail”" in capsys.readouterr().err
    assert not Path(tmp_path / "unpacked").exists()
