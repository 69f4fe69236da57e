"""What is said of statements against real git repositories: at their refs, at the newest commit, cloned, and as text and JSON."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from domain.catalog import DATA, catalog
from domain.catalog.loading import Catalog
from domain.catalog.records.base import Record
from domain.catalog.records.evidence import Contradiction, Source
from domain.reference.__main__ import main
from domain.reference.evidence.mirrors import Git, MirrorError, clone, find
from domain.reference.evidence.report import At, Report, Totals, in_json, in_text, report
from tests.conftest import CountedSubtests

OLD = {
    "docs/limits.md": "# Limits\n\nparallelOutboundMigrationsPerNode\n: 2\n" + "\n" * 20 + "completionTimeoutPerGiB\n: 150\n",
    "docs/steady.md": "bandwidth 64Mi\n",
    "docs/moved.md": "allowAutoConverge false\n",
    "docs/dropped.md": "nodeDrainTaintKey drain\n",
    "docs/rewritten.md": "first line\nmaxDowntime 300\nlast line\n",
}
NEW = {
    "docs/limits.md": "# Limits\n\nparallelOutboundMigrationsPerNode\n: 2\n"
    + "\n" * 20
    + "completionTimeoutPerGiB\n# of memory\n: 150\n",
    "docs/moved.md": None,
    "docs/dropped.md": "nodeDrainTaintKey removed\n",
    "docs/rewritten.md": "first line\nmaxDowntime 300\nlast line, reworded\n",
}


def git(at: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=Tester", "-c", "user.email=tester@example.com", "-c", "init.defaultBranch=main")
    call = ["git", "-C", str(at), *identity, *arguments]
    return subprocess.run(call, capture_output=True, text=True, check=True, timeout=60).stdout.strip()


def commit(at: Path, files: dict[str, str | None]) -> str:
    for name, text in files.items():
        path = at / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink() if text is None else path.write_text(text, encoding="utf-8")
    git(at, "add", "--all")
    git(at, "commit", "--quiet", "--message", "state")
    return git(at, "rev-parse", "HEAD")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory of mirrors with one repository: its tag v1, and a newer state that changed some files."""
    mirrors = tmp_path_factory.mktemp("mirrors")
    work = mirrors / "kind+product"
    work.mkdir()
    git(work, "init", "--quiet")
    commit(work, OLD)
    git(work, "tag", "v1")
    commit(work, {**NEW})
    return mirrors


def catalogue(*statements: dict[str, Any], **sources: dict[str, str]) -> Catalog:
    """A catalogue of these statements, each on one file of kind/product as of v1 unless it says otherwise."""
    rows: dict[str, dict[str, Record]] = {"contradictions": {}, "sources": {}}
    for number, given in enumerate(statements):
        source = {"id": f"s{number}", "title": "t", "publisher": "p", "repository": "kind/product", "ref": "v1"}
        source |= {key: given[key] for key in ("repository", "path", "ref", "version") if key in given}
        rows["sources"][source["id"]] = Source.model_validate(source)
        record = {"id": f"c{number}", "kind": "between", "title": "t", "sayings": [], "reading": "r", "grade": "primary"}
        record |= {"sources": [source["id"]], "checked": "2026-11-26", "shows": given.get("shows", [])}
        rows["contradictions"][record["id"]] = Contradiction.model_validate(record | given.get("record", {}))
    return Catalog(rows, "1")


PINNED: list[tuple[dict[str, Any], str, str]] = [
    ({"path": "docs/limits.md", "shows": ["parallelOutboundMigrationsPerNode", "2"]}, "shown", ""),
    ({"path": "docs/limits.md", "shows": [["completionTimeoutPerGiB", "150"], ["Limits"]]}, "shown", ""),
    ({"path": "docs/limits.md", "shows": ["parallelOutboundMigrationsPerNode", "5"]}, "not shown", "has no “5”"),
    ({"path": "docs/limits.md", "shows": ["Limits", "150"]}, "not shown", "“Limits”, “150”, but not within 12 lines"),
    ({"path": "docs/none.md", "shows": ["a"]}, "ref or file not there", "has no such file"),
    ({"path": "docs", "shows": ["a"]}, "ref or file not there", "has a folder there"),
    ({"path": "docs/limits.md", "ref": "v9", "shows": ["a"]}, "ref or file not there", "no such ref"),
    ({"path": "docs/limits.md", "ref": "v1^{tree}", "shows": ["a"]}, "ref or file not there", "no such ref"),
    ({"path": "a", "repository": "kind/other", "shows": ["a"]}, "repository not there", "its repository is not there"),
    ({"path": "a", "repository": "../kind", "shows": ["a"]}, "repository not there", "its repository is not there"),
    ({"path": "docs/limits.md"}, "has no shows", ""),
    ({"path": "docs/moved.md", "ref": "", "shows": ["allowAutoConverge"]}, "ref or file not there", "as it has no ref"),
]

NEWEST: list[tuple[dict[str, Any], str, str]] = [
    ({"path": "docs/steady.md", "shows": ["bandwidth", "64Mi"]}, "unchanged", ""),
    ({"path": "docs/limits.md", "shows": ["parallelOutboundMigrationsPerNode", "2"]}, "unchanged at its terms", ""),
    ({"path": "docs/limits.md", "shows": ["completionTimeoutPerGiB", "150"]}, "changed since it was read", "+# of memory"),
    ({"path": "docs/rewritten.md", "shows": ["maxDowntime", "300"]}, "changed since it was read", "+last line, reworded"),
    ({"path": "docs/dropped.md", "shows": ["nodeDrainTaintKey", "drain"]}, "no longer shown", "+nodeDrainTaintKey removed"),
    ({"path": "docs/moved.md", "shows": ["allowAutoConverge", "false"]}, "gone", "is gone: the newest commit has no such file"),
    (
        {"path": "docs/dropped.md", "version": "1", "shows": ["nodeDrainTaintKey", "drain"]},
        "otherwise since its release",
        "the newest commit has no “drain”",
    ),
    ({"path": "docs/moved.md", "version": "1", "shows": ["false"]}, "otherwise since its release", "is gone"),
    ({"path": "docs/limits.md", "shows": ["150", "Limits"]}, "not shown", "not within 12 lines"),
    ({"path": "docs/steady.md"}, "has no shows", ""),
]


@pytest.mark.parametrize(("at", "table"), [(At.PINNED, PINNED), (At.NEWEST, NEWEST)])
def test_what_is_said_of_a_statement(
    at: At, table: list[tuple[dict[str, Any], str, str]], store: Path, subtests: CountedSubtests
) -> None:
    made = report(catalogue(*(given for given, _, _ in table)), store, at)
    for judged, (given, finding, says) in zip(made.judged, table, strict=True):
        with subtests.test(str(given)):
            assert judged.finding == finding
            assert says in "\n".join([*judged.details, *judged.diff])
            assert bool(says) == bool(judged.details)


def test_every_ref_that_git_knows_can_be_named(store: Path, tmp_path: Path) -> None:
    """In a clone its branches are those of its remote, and its newest state is its remote's."""
    first = git(store / "kind+product", "rev-parse", "v1")
    git(tmp_path, "clone", "--quiet", str(store / "kind+product"), "kind+product")
    git(tmp_path / "kind+product", "checkout", "--quiet", "-b", "mine", "v1")
    git(tmp_path / "kind+product", "branch", "--quiet", "--delete", "--force", "main")
    dropped = [{"path": "docs/dropped.md", "ref": ref, "shows": ["drain"]} for ref in (first, first[:7], "mine")]
    newer = [{"path": "docs/dropped.md", "ref": ref, "shows": ["removed"]} for ref in ("main", "origin/main", "")]
    assert {one.finding.value for one in report(catalogue(*dropped, *newer), tmp_path).judged} == {"shown"}


def test_one_file_of_several_is_enough_and_none_is_blamed_before_all_were_read(store: Path) -> None:
    shows, both = ["bandwidth", "64Mi"], {"sources": ["s0", "s1"]}
    elsewhere = {"path": "docs/steady.md", "shows": shows}
    not_here = {"path": "docs/limits.md", "shows": shows, "record": both}
    assert [one.finding.value for one in report(catalogue(not_here, elsewhere), store).judged] == ["shown", "shown"]
    unread = {**elsewhere, "repository": "kind/other"}
    assert {one.finding.value for one in report(catalogue(not_here, unread), store).judged} == {"repository not there"}


@pytest.mark.parametrize("name", ["kind+product.git", "kind+product/repo", "kind+product/.git", "kind+product/repo/.git"])
def test_a_mirror_may_be_laid_out_in_several_ways(name: str, tmp_path: Path) -> None:
    (tmp_path / name / "objects").mkdir(parents=True)
    (tmp_path / name / "HEAD").touch()
    assert find(tmp_path, "kind/product") == tmp_path / name
    assert find(tmp_path, "kind/other") is None
    assert find(tmp_path / name, "../product") is None


def test_what_is_missing_is_cloned_without_its_files_and_what_cannot_be_is_said(store: Path, tmp_path: Path) -> None:
    remotes = tmp_path / "remotes"
    (remotes / "kind").mkdir(parents=True)
    shutil.copytree(store / "kind+product" / ".git", remotes / "kind" / "product.git")
    git(remotes / "kind" / "product.git", "config", "uploadpack.allowFilter", "true")
    git(remotes / "kind" / "product.git", "config", "uploadpack.allowAnySHA1InWant", "true")
    mirrors = tmp_path / "mirrors"
    mirrors.mkdir()
    facts = catalogue({"path": "docs/limits.md", "shows": ["Limits"]}, {"repository": "kind/other", "path": "a", "shows": ["a"]})
    made = report(facts, mirrors, prefix=remotes.as_uri())
    assert [one.finding.value for one in made.judged] == ["shown", "repository not there"]
    assert [bool(one.problem) for one in made.repositories] == [True, False]
    assert made.repositories[0].problem.startswith("git says: fatal: ")
    assert [path.name for path in mirrors.iterdir()] == ["kind+product"]
    absent = git(mirrors / "kind+product", "rev-list", "--objects", "--all", "--missing=print").splitlines()
    assert sum(line.startswith("?") for line in absent) == len(OLD) + len(NEW) - 2
    with pytest.raises(MirrorError, match="is not the name of a repository"):
        clone(Git.installed(), str(remotes), mirrors, "--upload-pack=touch/x")


def test_the_report_as_text_and_as_json(store: Path) -> None:
    made: Report = report(catalogue(*(given for given, _, _ in PINNED)), store)
    assert made.fails
    assert Totals.of(made.judged) == Totals(statements=12, reachable=10, carrying=9, shown=2)
    text = "\n".join(in_text(made))
    assert "contradictions/c2: not shown\n    s2: kind/product:docs/limits.md at v1: has no “5”" in text
    assert "sources/s6: kind/product:docs/limits.md at v9: cannot be read: there is no such ref" in text
    assert "All: 12 statements, 10 can be had, 9 carry shows, 2 shown, which is 90 % of those that can be had." in text
    told = json.loads(json.dumps(in_json(made)))
    assert list(told) == ["at", "catalog", "fails", "totals", "repositories", "statements", "sources_not_there"]
    assert told["totals"] | {"findings": None} == {
        "statements": 12,
        "reachable": 10,
        "carrying": 9,
        "shown": 2,
        "percent": 90,
        "findings": None,
    }
    assert told["totals"]["findings"]["not shown"] == 2
    assert list(told["statements"][0]) == ["table", "id", "at", "finding", "shows", "files", "details", "diff"]
    assert list(told["repositories"][0])[:4] == ["repository", "newest", "date", "problem"]


def test_what_cannot_be_had_is_no_failure(store: Path) -> None:
    fine = [{"path": "docs/limits.md"}, {"repository": "kind/other", "path": "a", "shows": ["a"]}]
    assert not report(catalogue(*fine), store).fails
    assert not report(catalogue(*fine), store, At.NEWEST).fails


def test_the_command_tells_by_its_exit_status(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a mirror nothing can be told wrong; in a repository without a commit no ref is there."""
    asked = ["evidence", "--mirrors", str(tmp_path)]
    with pytest.MonkeyPatch.context() as read_already:
        read_already.setattr("domain.reference.__main__.load", lambda _: catalog())
        assert main([*asked, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["totals"]["reachable"] == 0
    for name in ("kubevirt+kubevirt", "kubevirt+hyperconverged-cluster-operator"):
        git(tmp_path, "init", "--quiet", "--bare", name)
    assert main([*asked, "--data", str(DATA)]) == 1
    assert "drain_defaults/ove-2: ref or file not there" in capsys.readouterr().out
    (tmp_path / "file").touch()
    for mirrors, says in (("none", "is not there."), ("file", "is not a directory.")):
        assert main(["evidence", "--mirrors", str(tmp_path / mirrors)]) == 2
        assert capsys.readouterr().err.strip() == f"{tmp_path / mirrors} {says}"
    assert main([*asked, "--data", str(tmp_path)]) == 2
    assert "run `python -m domain.catalog check`" in capsys.readouterr().err
    monkeypatch.setattr("domain.reference.__main__.load", lambda _: catalog())
    monkeypatch.setenv("PATH", "")
    assert main(asked) == 2
    assert capsys.readouterr().err == "git is not installed, or not on the path.\n"
