"""From cells to typed tables and findings: parsed, then checked by pandera, then by rules across tables."""
