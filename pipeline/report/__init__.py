"""The summary workbook: one module a sheet, drawn from the consolidated tables through the theme's roles."""
