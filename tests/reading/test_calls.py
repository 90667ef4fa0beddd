"""How much work a page is: Python calls in the project's own code, which do not depend on the machine or its load."""

from __future__ import annotations

import json
import os
import subprocess
import sys

SPECIMENS = ("s01_summary_boxes.pdf", "s03_half_tables.pdf", "s08_tall_header.pdf", "s13_continued.pdf", "s20_defects.pdf")
LIMIT = 18_500
"""Calls a page; it took 18,251 when this was set."""
COUNT = """
import collections, json, sys
import registry
from registry.datafiles import data_path
from registry.reading.child import prepare
from registry.reading.pipeline import read_document

root, calls, pages = registry.__path__[0], collections.Counter(), 0

def count(frame, event, _):
    if event == "call" and frame.f_code.co_filename.startswith(root):
        calls[f"{frame.f_code.co_filename[len(root) + 1:]} {frame.f_code.co_qualname}"] += 1

prepare()
for name in sys.argv[1:]:
    data = data_path("specimens", name).read_bytes()
    sys.setprofile(count)
    drafts = read_document(data, name)
    sys.setprofile(None)
    pages += drafts[0].pages
print(json.dumps([calls.total() / pages, calls.most_common(12)]))
"""


def test_a_page_takes_no_more_calls_than_it_did() -> None:
    fixed = {"PYTHONHASHSEED": "0", "PYTHONPATH": os.pathsep.join(sys.path)}
    counted = subprocess.run([sys.executable, "-c", COUNT, *SPECIMENS], env=os.environ | fixed, capture_output=True, text=True, check=True)
    calls, most = json.loads(counted.stdout)
    assert calls < LIMIT, (
        f"Reading takes {calls:.0f} calls a page, {LIMIT} were allowed. Ask a cheap necessary condition first, once a page or a table; ask"
        " no text twice; make no generator in a loop over words. Where a rule is worth its cost, raise the limit and say why in the commit."
        f" Called most: {'; '.join(f'{times} {what}' for what, times in most)}."
    )
