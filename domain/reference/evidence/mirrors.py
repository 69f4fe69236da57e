"""Reads git mirrors: one `git cat-file` process a repository, which is asked for one thing after the other."""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from typing import IO, NamedTuple, cast

from domain.reference.evidence.terms import FileText

REPOSITORY = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,38}/(?!\.)[A-Za-z0-9._-]{1,100}")
REF = re.compile(r"[A-Za-z0-9](?:[\w./+-]*\w)?")
HEADER = re.compile(rb"([0-9a-f]{40,64}) (\w+) (\d+)\n")
HEADS = ("refs/remotes/origin/HEAD", "HEAD")
"""The newest commit of the default branch: of a clone with a work tree that of its remote."""

LARGEST = 32 * 2**20
"""Bytes of the largest file that is read."""

READING, CLONING = 600, 1800
"""Seconds a repository may take to be read, and to be cloned."""

OWN_OF_A_REPOSITORY = {"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_NAMESPACE", "GIT_COMMON_DIR"}


class MirrorError(Exception):
    """A mirror cannot be read or made; the message is a sentence for whoever runs the command."""


class Commit(NamedTuple):
    id: str
    date: dt.date

    def __str__(self) -> str:
        return f"{self.id[:9]} of {self.date}"


class Blob(NamedTuple):
    id: str
    text: FileText


@dataclass(frozen=True)
class Git:
    """The git that is installed, never asking for a password."""

    program: str

    @classmethod
    def installed(cls) -> Git:
        program = shutil.which("git")
        if program is None:
            raise MirrorError("git is not installed, or not on the path.")
        return cls(program)

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name not in OWN_OF_A_REPOSITORY}
        return kept | {
            "GIT_TERMINAL_PROMPT": "0",
            "GIT_ALLOW_PROTOCOL": "file:git:http:https:ssh",
            "GIT_OPTIONAL_LOCKS": "0",
            "LC_ALL": "C",
        }

    def run(self, *arguments: str, seconds: float, given: str = "") -> str:
        """What it prints. Raises MirrorError with what it complains about."""
        try:
            done = subprocess.run(  # noqa: S603 - never a shell; names are checked, and stand behind `--`
                [self.program, *arguments], input=given.encode(), capture_output=True, timeout=seconds, env=self.environment
            )
        except subprocess.TimeoutExpired:
            raise MirrorError(f"git took longer than {seconds:g} s.") from None
        if done.returncode:
            raise MirrorError(_complaint(done.stderr))
        return done.stdout.decode("utf-8", "replace")


def _complaint(stderr: bytes) -> str:
    lines = [line for line in stderr.decode("utf-8", "replace").splitlines() if line.strip()]
    said = [line for line in lines if line.startswith(("fatal:", "error:"))] or lines
    return f"git says: {said[0].strip()[:200]}" if said else "git failed and says nothing."


def is_repository(name: str) -> bool:
    return REPOSITORY.fullmatch(name) is not None


def find(directory: Path, repository: str) -> Path | None:
    """The git directory of `owner/name` in a directory of mirrors."""
    if not is_repository(repository):
        return None
    base = directory / repository.replace("/", "+")
    bare = base.with_name(f"{base.name}.git")
    places = (base, base / ".git", bare, base / "repo", base / "repo" / ".git")
    return next((place for place in places if (place / "HEAD").is_file() and (place / "objects").is_dir()), None)


def clone(git: Git, prefix: str, directory: Path, repository: str) -> None:
    """Make a partial clone in `directory`: all commits and folders, files only as they are read. Raises MirrorError."""
    if not is_repository(repository):
        raise MirrorError(f"{repository!r} is not the name of a repository.")
    local = Path(prefix)
    start = local.resolve().as_uri() if local.is_dir() else prefix
    joined = f"{start}{'' if start.endswith(('/', ':')) else '/'}{repository}"
    target = directory / repository.replace("/", "+")
    part = target.with_name(f".{target.name}.part")
    faults = []
    for address in (joined, f"{joined}.git"):
        shutil.rmtree(part, ignore_errors=True)
        try:
            git.run("clone", "--quiet", "--bare", "--filter=blob:none", "--", address, str(part), seconds=CLONING)
        except MirrorError as error:
            faults.append(str(error))
        else:
            part.rename(target)
            return
    shutil.rmtree(part, ignore_errors=True)
    raise MirrorError(faults[0])


def difference(git: Git, directory: Path, old: Blob, new: Blob) -> str:
    """What changed from one state of a file to another, without lines around it."""
    options = ("--no-ext-diff", "--no-textconv", "--no-color", "--text", "--unified=0")
    return git.run(f"--git-dir={directory}", "diff", *options, old.id, new.id, seconds=READING)


class Mirror:
    """One repository, while it is open."""

    def __init__(self, git: Git, directory: Path, ask: Callable[[str], tuple[str, str, bytes] | None]) -> None:
        self._git, self._directory, self._ask = git, directory, ask
        self._commits: dict[str, Commit | None] = {}

    def commit(self, ref: str) -> Commit | None:
        """What a tag, a branch or a commit, also an abbreviated one, stands for; None if there is none."""
        if ref not in self._commits:
            names = (ref, f"refs/remotes/origin/{ref}") if REF.fullmatch(ref) and ".." not in ref else ()
            self._commits[ref] = self._first(names)
        return self._commits[ref]

    def newest(self) -> Commit | None:
        """The newest commit of the default branch."""
        if "" not in self._commits:
            self._commits[""] = self._first(HEADS)
        return self._commits[""]

    def _first(self, names: Iterable[str]) -> Commit | None:
        for name in names:
            answer = self._ask(f"{name}^{{commit}}")
            if answer and answer[1] == "commit":
                when = re.search(rb"^committer .* (\d+) [+-]\d+$", answer[2], re.M)
                seconds = int(when[1]) if when else 0
                return Commit(answer[0], dt.datetime.fromtimestamp(seconds, dt.UTC).date())
        return None

    def blob(self, commit: Commit, path: str) -> Blob | str:
        """A file as of a commit, or in words why it is not to be had."""
        answer = self._ask(f"{commit.id}:{path}") if "\n" not in path else None
        if answer is None:
            return "has no such file"
        id_, kind, data = answer
        if kind != "blob":
            return "has a folder there, not a file"
        if len(data) > LARGEST:
            return f"has more than {LARGEST >> 20} MiB there, which is not read"
        return Blob(id_, FileText(data.decode("utf-8", "replace")))

    def fetch(self, files: Iterable[tuple[Commit, str]]) -> None:
        """Have a partial clone fetch all these files at once, where reading would fetch one after the other."""
        here = f"--git-dir={self._directory}"
        try:
            self._git.run(here, "config", "--get", "remote.origin.promisor", seconds=READING)
        except MirrorError:
            return
        paths: dict[str, list[str]] = {}
        for commit, path in files:
            paths.setdefault(commit.id, []).append(path)
        wanted = set()
        for commit_id, those in paths.items():
            listed = self._git.run(here, "ls-tree", "-z", "--full-tree", commit_id, "--", *those, seconds=READING)
            wanted |= {line.split()[2] for line in listed.split("\0") if line.split()[1:2] == ["blob"]}
        options = ("--no-tags", "--no-write-fetch-head", "--recurse-submodules=no", "--filter=blob:none", "--stdin")
        fetch = ("-c", "fetch.negotiationAlgorithm=noop", "fetch", "--quiet", "origin", *options)
        if wanted:
            self._git.run(here, *fetch, seconds=CLONING, given="\n".join(sorted(wanted)) + "\n")


@contextmanager
def opened(git: Git, directory: Path) -> Iterator[Mirror]:
    """A mirror, good inside the `with`."""
    call = [git.program, f"--git-dir={directory}", "cat-file", "--batch"]
    with subprocess.Popen(  # noqa: S603 - never a shell; what is asked for goes through its input
        call, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=git.environment
    ) as process:
        guard = Timer(READING, process.kill)
        guard.daemon = True
        guard.start()
        asks, answers = cast("IO[bytes]", process.stdin), cast("IO[bytes]", process.stdout)

        def ask(name: str) -> tuple[str, str, bytes] | None:
            try:
                asks.write(f"{name}\n".encode())
                asks.flush()
            except OSError:
                raise MirrorError(f"{directory} cannot be read: git ended.") from None
            line = answers.readline()
            if not line:
                raise MirrorError(f"{directory} cannot be read: git ended, or took longer than {READING} s.")
            header = HEADER.fullmatch(line)
            if header is None:
                return None
            data = answers.read(int(header[3]) + 1)[:-1]
            return header[1].decode(), header[2].decode(), data

        try:
            yield Mirror(git, directory, ask)
        finally:
            guard.cancel()
            process.kill()
