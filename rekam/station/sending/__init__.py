"""The way to the office over any link: sends, resumes, asks for receipts, and says why not."""
