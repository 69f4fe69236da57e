"""The facts: loads `data/*.yaml` into typed records and validates them. What checks one record against another is handed in."""

from domain.catalog.loading import DATA, Catalog, CatalogError, catalog, check, install, load

__all__ = ["DATA", "Catalog", "CatalogError", "catalog", "check", "install", "load"]
