"""A report as a document: built once from its figures, then written as a page, a PDF and a workbook."""
