"""Files that visitors give: a few of a session, and none of a session that is over.

Streamlit keeps every file until its session is collected as garbage, a quarter of an hour after the visitor has left, and as many
as a socket sends: 150 files of 1 MB from one.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable

from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit.runtime import Runtime
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager

MOST_FILES, MOST_BYTES = 2, 32_000_000
"""Files of a session that are kept, and bytes of all sessions together, before one more comes: the oldest go."""

LOOK_S = 60.0
"""Seconds between two looks for sessions that are over; what a visitor gave whose line was cut for a moment is there again."""

_PUT = re.compile(r"/_stcore/upload_file/([^/]+)/[^/]+$")


class FewUploads:
    """Makes room before a file is taken."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] == "PUT":
            asked, files = _PUT.search(scope["path"]), _files()
            if asked and files:
                make_room(files, asked[1])
        await self.app(scope, receive, send)


def make_room(files: MemoryUploadedFileManager, session: str) -> None:
    """Drop the oldest files of the session, and then of all, that one more would be too many with."""
    for file in list(files.file_storage.get(session, ()))[: -(MOST_FILES - 1)]:
        files.remove_file(session, file)
    held = [(owner, file, len(one.data)) for owner, own in list(files.file_storage.items()) for file, one in list(own.items())]
    over = sum(size for *_, size in held) - MOST_BYTES
    for owner, file, size in held:
        if over <= 0:
            break
        files.remove_file(owner, file)
        over -= size


async def drop_what_is_left() -> None:
    """Drop, as long as the server runs, the files of sessions that were over at two looks."""
    over: set[str] = set()
    while True:
        await asyncio.sleep(LOOK_S)
        if files := _files():
            over = drop(files, over, Runtime.instance().is_active_session)


def drop(files: MemoryUploadedFileManager, over: set[str], is_active: Callable[[str], bool]) -> set[str]:
    """Drop the files of the sessions that were over before and still are; those that are over only now."""
    now = {session for session in list(files.file_storage) if not is_active(session)}
    for session in now & over:
        files.remove_session_files(session)
    return now - over


def _files() -> MemoryUploadedFileManager | None:
    files = Runtime.instance().uploaded_file_mgr if Runtime.exists() else None
    return files if isinstance(files, MemoryUploadedFileManager) else None
