"""From typed tables to scored ones: rubrics, budgets, roll-ups, and the fate of every file and cell."""
