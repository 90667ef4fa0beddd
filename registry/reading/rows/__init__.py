"""Tables and loose results -> result rows with units, limits, verdicts and places.

- `results` goes through a document, page by page, table by table; `tabled` reads a row of a table, `loose` a result outside tables.
- Of a table: `sections` tells panel, unit and limits printed once, `controls` whether it holds quality control, `roles` what each column
  holds (`by_shape` where no heading does, `proportions` between amounts of one thing, `choices` where marks choose verdicts, `legends`
  for abbreviations, `samples_beside` where it holds several samples, `together` where one column holds a result and its limit).
- Of a row: `names` tells the analyte, `parts` the several things that one cell holds, `values` reads numbers, limits and uncertainties.
- Of the whole: `remarks` are limits in words and `spreads` uncertainties, `lost_signs` mends units out of pictures, `summaries` are
  lists of verdicts, `repeats` rows said twice, `doubts` reasons to look again.
"""
