"""Exports of laboratory systems -> drafts, without any page.

`tabular` makes the drafts: of tables that `sheets` takes from CSV, workbooks and JSON, whose headings `columns` explains, and of
`records`, which are drafts already.
"""
