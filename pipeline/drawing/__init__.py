"""How workbooks are drawn: a theme of roles, figures in Thai or Arabic digits, and text that fits its cell."""
