"""What people fill in: the plan workbook of the planning officer, and the departments' forms."""
