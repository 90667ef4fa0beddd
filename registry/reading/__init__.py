"""Bytes -> drafts of certificates. `pipeline` is the way of one file, all stages on one screen; read it first.

In the order of that way:

- `sandbox` hands each file to a process of its own and takes the reply; `child` is that process, `limits` what it may cost.
- `intake` says what a file is. `exports` reads table files, which have no pages.
- `pdf` (with `bulk`, `quality` and `unseen`) and `ocr` make pages of words, in the shape of `document`; `warp` leads back to a photograph.
- `head` reads the laboratory, numbers, dates; `sample_pages` and `sample_sheets` part a file that tells of several samples: on pages
  of their own, or beside each other on one.
- `layout` makes cells and tables of words, `page_tables` all of those of one page; `rows` makes results of them.
- `confidence` weighs the values of one certificate against each other; `kind` refuses what is no certificate.

Words stand in data/vocabulary and are asked of `vocabulary`, `heading_roles`, `panels`, `control_words`, `single_tests`, `sayings`,
`portions`, `time_points` and `unit_exceptions`; `shapes` tells a number from a verdict or a unit, `parting` where one text holds several
things, and `held_together` what it then holds of each. Beside the way: `authenticity` (facts of the file), `render` and `overlay` (pages as
pictures), `version`.
"""
