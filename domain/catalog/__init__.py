"""The facts: loads `data/*.yaml` into typed records, validates, and makes pandas tables of them."""

from domain.catalog.loading import DATA, Catalog, catalog, check, load
from domain.catalog.problems import CatalogError, Problem

__all__ = ["DATA", "Catalog", "CatalogError", "Problem", "catalog", "check", "load"]
