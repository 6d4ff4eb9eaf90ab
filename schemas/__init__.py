"""What every table is: the plan workbook's, the form's and the summary's, and the rules they must keep."""
