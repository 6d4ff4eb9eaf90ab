"""From a folder to keyed cells: the only package that opens workbooks."""
