"""Departments' Excel forms in, one ministry-wide summary workbook out."""

__version__ = "0.1.0"
