"""Official documents on paper: the content of rules.documents written as DOCX and, by a Typst template, as PDF."""
