"""Words of one page -> cells -> tables and loose results. Structure alone: what a panel or an analyte is, others say.

- `words` makes words of glyphs, `signs` one word of a "<" and its number, `cells` cells of words; these say what stands on one line and
  what under what.
- Headings: `headings` are cells that name columns, `blocks` the lines of them over one table (with `unknown_headings`,
  `choices` for columns of marks, `filled` for what only reads like one, `time_headings` for times of one sample, `sample_names` for
  what names a sample, and `sample_lists` for what heads a list of them);
  `spanning` heads say something of several columns; `halves` parts blocks of tables side by side.
- Tables under them: `tables` finds the body and where it goes on, `sides` and `ends` where it stops, `rows` its rows (with `drawn_rows`,
  `second_names` and `wrapped_cells`), `columns` its columns (`sign_columns` for those of signs alone); `nameless` names a row by its title.
- What no heading tells, each from the cells that those before it left: `run_on`, `tiles`, `labelled`, `transposed`, `unheaded`, `passages`,
  `loose`, `listed`.
- `titles` are the lines that say what a table is about.
"""
