"""What many tests use: a real server of the product, and its pages opened as a link opens them."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import pytest
from hypothesis import HealthCheck, settings
from streamlit.components.v2.component_manager import BidiComponentManager
from streamlit.testing.v1 import AppTest, app_test, local_script_runner

from components.kit.former import moved
from tests.server.nginx import Proxy, in_front
from tests.server.provider import CLOSED, asking
from tests.server.server_process import AGENT, ROOT, free_port, shared

settings.register_profile(
    "calm", max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True, database=None
)
settings.load_profile("calm")
"""Property tests judge results, never speed, and the same examples every time: a busy machine or a new day must not fail them."""


gc.set_threshold(200_000, 20, 100)
"""Looking for garbage as often as Python does by itself is a tenth of what the tests of pages cost; they leave little of it."""


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Base URL of `streamlit run app.py`, one for all workers; nothing that the tests did may have left an error in its log."""
    with shared(server_directory(tmp_path_factory), AGENT) as base:
        yield base


@pytest.fixture(scope="session")
def under_a_path(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Base URL of a server that was told its path, one for all workers."""
    directory = server_directory(tmp_path_factory).with_name("under-a-path")
    with shared(directory, AGENT, "--server.baseUrlPath=ref", path="/ref") as base:
        yield base


@pytest.fixture(scope="session")
def behind_nginx(server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    """An nginx that cuts a path off, before the server that knows nothing of it; the second process has yet to start."""
    port = urlsplit(server).port
    assert port
    with in_front(tmp_path_factory.mktemp("nginx") / "run", (port, free_port())) as proxy:
        yield proxy


@pytest.fixture(scope="session")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Base URL of a server that answers only those who have signed in, one for all workers."""
    with shared(server_directory(tmp_path_factory).with_name("closed"), **CLOSED) as base:
        yield base


@pytest.fixture(scope="session")
def behind_sign_in(closed: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    """An nginx that has a provider asked who somebody is, before that server."""
    port = urlsplit(closed).port
    assert port
    with asking(tmp_path_factory.mktemp("sign-in") / "run", port) as proxy:
        yield proxy


def server_directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the workers find their one server."""
    own = tmp_path_factory.getbasetemp()
    return (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "server"


def _finished(runner: local_script_runner.LocalScriptRunner, timeout: float) -> None:
    """Wait for a run of a page."""
    thread = runner._script_thread
    assert thread
    thread.join(timeout)
    assert not thread.is_alive(), f"the page has not ended after {timeout} s"


# A quarter of what opening a page costs is AppTest's own: it compiles shell and page anew, makes a mock of the server anew, and
# asks a thousand times a second, in the page's way, whether the page has ended.
app_test.ScriptCache = local_script_runner.ScriptCache = cache(app_test.ScriptCache)
app_test.MagicMock = cache(app_test.MagicMock)
local_script_runner.require_widgets_deltas = _finished


@cache
def _no_components() -> BidiComponentManager:
    """Without it, AppTest looks through every installed package on every run; the product uses no component of theirs."""
    return BidiComponentManager()


def page(
    slug: str, params: dict[str, Any] | None = None, context: dict[str, Any] | None = None, opened: Iterable[str] = ()
) -> AppTest:
    """A page as a link opens it: cold, in one run, with these popovers and expanders open; not yet checked for errors."""
    at = AppTest.from_file(str(ROOT / "components" / "shell.py"), default_timeout=120)
    at._bidi_component_manager = _no_components()
    at.switch_page(f"../pages/{slug}.py")
    at.query_params.update(params or {})
    at.context.update(context or {})
    for key in opened:
        at.session_state[key] = True
    return at.run()


def open_page(slug: str, **params: Any) -> AppTest:
    """A page opened cold by a link with these parameters, led on as the server does it; fails if the page does."""
    if found := moved(slug, parse_qsl(urlencode(params, doseq=True), keep_blank_values=True)):
        slug, params = found[0], parse_qs(urlencode(found[1]), keep_blank_values=True)
    at = page(slug, params)
    assert not at.exception, [error.value for error in at.exception]
    return at


def look(slug: str, **params: Any) -> AppTest:
    """As `open_page`, for tests that only read and change nothing of the product: those that look at one view share one page."""
    return _looked_at(slug, urlencode(params, doseq=True))


@lru_cache(maxsize=200)
def _looked_at(slug: str, query: str) -> AppTest:
    at = open_page(slug, **parse_qs(query, keep_blank_values=True))
    at._run = _refuse
    return at


def _refuse(*_: object, **__: object) -> NoReturn:
    raise AssertionError("other tests look at this page too: a page to click on is opened with open_page")


def pytest_sessionfinish() -> None:
    """Looking for garbage in all that the tests have left would take pytest seconds, and the process ends anyway."""
    gc.freeze()


class CountedSubtests:
    """Subtests that know how many there were."""

    def __init__(self, subtests: pytest.Subtests) -> None:
        self._subtests, self.count = subtests, 0

    def test(self, msg: str | None = None, **params: Any) -> AbstractContextManager[None]:
        self.count += 1
        return self._subtests.test(msg, **params)


@pytest.fixture
def subtests(subtests: pytest.Subtests) -> Iterator[CountedSubtests]:
    """A loop of subtests that never began would be green."""
    counted = CountedSubtests(subtests)
    yield counted
    assert counted.count, "no subtest was run"
