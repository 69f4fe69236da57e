"""A session keeps the files that it gave last, and none when it is over."""

from __future__ import annotations

import asyncio

import pytest
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileRec

from components.app import server, uploads


def given(*sent: tuple[str, str], size: int = 1) -> MemoryUploadedFileManager:
    """What is kept when these sessions have sent these files, in this order."""
    files = MemoryUploadedFileManager("/upload")
    for session, file in sent:
        uploads.make_room(files, session)
        files.add_file(session, UploadedFileRec(file, f"{file}.csv", "text/csv", b"x" * size))
    return files


def held(files: MemoryUploadedFileManager) -> dict[str, list[str]]:
    return {session: list(own) for session, own in files.file_storage.items() if own}


def test_a_session_keeps_its_last_files_and_takes_none_of_another() -> None:
    assert held(given(("ana", "a1"), *(("ben", f"b{n}") for n in range(150)))) == {"ana": ["a1"], "ben": ["b148", "b149"]}


def test_all_sessions_together_keep_so_many_bytes() -> None:
    files = given(*((f"s{n}", f"f{n}") for n in range(100)), size=1_000_000)
    kept = held(files)
    assert len(kept) == uploads.MOST_BYTES // 1_000_000 + 1
    assert "s99" in kept
    assert "s0" not in kept


def test_the_files_of_a_session_that_is_over_go_at_the_second_look() -> None:
    files = given(("ana", "a1"), ("ben", "b1"))
    over = uploads.drop(files, set(), lambda session: session == "ana")
    assert held(files) == {"ana": ["a1"], "ben": ["b1"]}
    assert uploads.drop(files, over, lambda session: session == "ana") == set()
    assert held(files) == {"ana": ["a1"]}


@pytest.mark.parametrize("path", ["/_stcore/upload_file/ben/b3", "/prefix/_stcore/upload_file/ben/b3"])
def test_room_is_made_before_a_file_is_taken_and_at_no_other_request(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    files = given(("ben", "b1"), ("ben", "b2"))
    monkeypatch.setattr(uploads, "_files", lambda: files)
    seen: list[dict[str, list[str]]] = []

    async def streamlit(*_: object) -> None:
        seen.append(held(files))

    for method, asked in (("GET", path), ("PUT", "/ben/b3"), ("PUT", path)):
        asyncio.run(uploads.FewUploads(streamlit)({"type": "http", "method": method, "path": asked}, None, None))  # type: ignore[arg-type]
    assert seen == [{"ben": ["b1", "b2"]}, {"ben": ["b1", "b2"]}, {"ben": ["b2"]}]
    assert uploads.FewUploads in [one.cls for one in server.MIDDLEWARE]
