"""The facts: loads `data/*.yaml` into typed records and validates them. What checks one record against another is handed in."""

from domain.catalog.loading import DATA, Catalog, catalog, check, check_documents, install, load, read_all
from domain.catalog.problems import CatalogError, Problem
from domain.catalog.records.base import walk

__all__ = [
    "DATA",
    "Catalog",
    "CatalogError",
    "Problem",
    "catalog",
    "check",
    "check_documents",
    "install",
    "load",
    "read_all",
    "walk",
]
