"""Pages -> the head of a certificate: laboratory, report, sample, lot, client, dates, verdict.

- `phrases` are runs of words and their neighbours; `tagging` finds the labels among them (with `known_labels` and `double_labels`),
  `labels` their values. `fields` holds the labels and other words of data/vocabulary/fields.toml.
- `header` puts the head together. `candidates` judges what may stand in a field; what has no label is found by `letterhead` (with
  `addresses`, `businesses`, `trade_lines` and `said`), `product_title`, `numbers` (both with `document_titles`), `letters`, `overall`,
  `accreditation` and `head_dates` (with `dates` and `said_days`).
- `statements` are what a report says about itself, apart from all fields.
"""
