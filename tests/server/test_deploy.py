"""What others run it by: the objects of deploy/ by their schemas, and the image's own words against a real server."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from fnmatch import fnmatch
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml

from components.app.signed_in import HEADER, SECRET, setting
from tests.domain.artefacts.crd_schemas import faults
from tests.server.server_process import ROOT

DEPLOY = ROOT / "deploy"
IMAGE = (ROOT / "Containerfile").read_text(encoding="utf-8")
FILES = [path for path in sorted(DEPLOY.rglob("*.yaml")) if path.name != "kustomization.yaml"]
WITHOUT_SCHEMA = {"PodDisruptionBudget"}
"""Of whose parts the package of schemas lacks one."""


def read(name: str) -> Any:
    return yaml.safe_load((DEPLOY / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_an_object_has_only_what_its_schema_knows(path: Any) -> None:
    thing = read(str(path))
    if thing["kind"] in WITHOUT_SCHEMA:
        with pytest.raises(KeyError):
            faults(thing)
    else:
        assert faults(thing) == []


def test_what_a_comment_of_the_pod_offers_fits_its_schema_too() -> None:
    """With it, the pod asks to sign in by settings that the server takes."""
    text = (DEPLOY / "kubernetes/base/deployment.yaml").read_text(encoding="utf-8")
    thing = yaml.safe_load(re.sub(r"# (?=- \{name: REFERENCE_)", "", text))
    assert faults(thing) == []
    given = {one["name"]: one for one in thing["spec"]["template"]["spec"]["containers"][0]["env"]}
    assert given[SECRET]["valueFrom"]["secretKeyRef"]["key"]
    assert setting({HEADER: given[HEADER]["value"], SECRET: "x" * 64})


def test_every_file_is_in_a_kustomization_and_what_one_names_another_has() -> None:
    listed = {
        (path.parent / name).resolve()
        for path in DEPLOY.rglob("kustomization.yaml")
        for name in yaml.safe_load(path.read_text(encoding="utf-8"))["resources"]
    }
    assert set(FILES) <= listed
    assert all(path.exists() for path in listed)
    pod = read("kubernetes/base/deployment.yaml")["spec"]["template"]
    service = read("kubernetes/base/service.yaml")
    labels = pod["metadata"]["labels"]
    assert service["spec"]["selector"] == labels
    for name in ("disruption-budget", "network-policy"):
        spec = read(f"kubernetes/base/{name}.yaml")["spec"]
        assert (spec.get("selector") or spec.get("podSelector"))["matchLabels"] == labels
    ports = {port["name"] for port in pod["spec"]["containers"][0]["ports"]}
    assert {service["spec"]["ports"][0]["targetPort"], read("openshift/route.yaml")["spec"]["port"]["targetPort"]} == ports


def test_the_pod_is_as_the_restricted_standard_wants_it() -> None:
    """Any user, nothing to write but /tmp, no token, nobody to ask."""
    pod = read("kubernetes/base/deployment.yaml")["spec"]["template"]["spec"]
    (container,) = pod["containers"]
    own = container["securityContext"]
    assert pod["securityContext"] == {"runAsNonRoot": True, "seccompProfile": {"type": "RuntimeDefault"}}
    assert own == {"allowPrivilegeEscalation": False, "readOnlyRootFilesystem": True, "capabilities": {"drop": ["ALL"]}}
    assert pod["automountServiceAccountToken"] is False
    assert read("kubernetes/base/network-policy.yaml")["spec"]["egress"] == []


@pytest.mark.parametrize("overlay", ["kubernetes/ingress", "openshift"])
def test_kustomize_builds_the_overlay(overlay: str) -> None:
    """Where there is a kubectl: it comes with none of the packages that the tests install."""
    if not (kubectl := shutil.which("kubectl")):
        pytest.skip("no kubectl found: what kustomize makes of deploy/ is not looked at")
    built = subprocess.run([kubectl, "kustomize", str(DEPLOY / overlay)], check=True, capture_output=True, text=True).stdout
    things = list(yaml.safe_load_all(built))
    assert len(things) == 5
    assert [faults(thing) for thing in things if thing["kind"] not in WITHOUT_SCHEMA] == [[]] * 4
    assert "image: registry.example.com/tools/reference:" in built


def test_the_image_has_all_that_the_product_runs_on_and_nothing_else() -> None:
    copied = {name for line in re.findall(r"^COPY ([^-].*) \S+$", IMAGE, re.MULTILINE) for name in line.split()}
    let_in = re.findall(r"^!(.+)$", (ROOT / ".dockerignore").read_text(encoding="utf-8"), re.MULTILINE)
    assert copied == {
        "requirements.txt",
        "LICENSE",
        "app.py",
        "pyproject.toml",
        ".streamlit",
        "components",
        "data",
        "domain",
        "pages",
    }
    assert {name.split("/")[0] for name in let_in} == copied
    assert not any(fnmatch(name, "*secret*") for name in let_in)
    assert re.search(r"^USER 1001:0$", IMAGE, re.MULTILINE)


def test_the_health_check_asks_where_the_server_is(server: str, under_a_path: str) -> None:
    """The words of the image, run as they stand but for the port; where nobody answers they fail."""
    python, *words = json.loads(re.findall(r"^    CMD (\[.+\])$", IMAGE, re.MULTILINE)[0])
    assert python == "python"

    def status(base: str, path: str) -> int:
        asked = [word.replace("8501", str(urlsplit(base).port)) for word in words]
        env = {**os.environ, "STREAMLIT_SERVER_BASE_URL_PATH": path}
        return subprocess.run([sys.executable, *asked], env=env, capture_output=True, check=False).returncode

    assert [status(server, ""), status(under_a_path, "/ref/"), status(under_a_path, "")] == [0, 0, 1]
