"""A typewriter's page: words are set to the grid of its letters, whatever their ink."""

from __future__ import annotations

import pytest

from registry.reading.document import Page, Word
from registry.reading.layout.cells import build_cells
from registry.reading.ocr.typewriter import on_grid

SIZE, PITCH, LEFT = 10.0, 6.0, 50.0
NARROW = {".": 1.4, ",": 1.6, "i": 3.0, "l": 3.0, "<": 5.2}
"""The ink of some letters; the others' fills most of its place."""


def inked(text: str, column: int, baseline: float, *, pitch: float = PITCH) -> Word:
    """A word whose first letter stands in `column` of the grid, as wide as its ink."""
    left = (pitch - NARROW.get(text[0], 5.0)) / 2
    right = (pitch - NARROW.get(text[-1], 5.0)) / 2
    x0, x1 = LEFT + column * pitch + left, LEFT + (column + len(text)) * pitch - right
    return Word(text, x0, baseline - 7, x1, baseline + 2, SIZE, baseline, column)


ROWS = (
    "Paynantheine                 1.62    PASS",
    "Yeast and mold               < 100   PASS",
    "E. coli in 10 g             ABSENT   PASS",
    "Aerobic plate count         10,000   PASS",
    "Loss on drying                 8.4   PASS",
    "Specification of Ember & Co. met in full",
)


def typed(*rows: str) -> list[Word]:
    out = []
    for n, row in enumerate(rows):
        at = 0
        for piece in row.split(" "):
            if piece:
                out.append(inked(piece, at, 100 + 12 * n))
            at += len(piece) + 1
    return out


def cells(words: list[Word]) -> list[str]:
    return [cell.text for cell in build_cells(Page(1, 612, 792, tuple(words)))]


def test_words_one_blank_apart_are_one_cell_and_columns_are_apart() -> None:
    assert cells(on_grid(typed(*ROWS)))[:12] == [
        *("Paynantheine", "1.62", "PASS"),
        *("Yeast and mold", "< 100", "PASS"),
        *("E. coli in 10 g", "ABSENT", "PASS"),
        *("Aerobic plate count", "10,000", "PASS"),
    ]
    assert "E. coli in 10 g" not in cells(typed(*ROWS))  # by the ink alone


def test_a_number_parted_at_the_gap_of_its_comma_is_whole_again() -> None:
    words = typed(*ROWS)
    at = next(n for n, word in enumerate(words) if word.text == "10,000")
    column, baseline = words[at].index, words[at].baseline
    words[at : at + 1] = [inked("10,", column, baseline), inked("000", column + 3, baseline)]
    assert [word.text for word in on_grid(words) if word.baseline == baseline] == ["Aerobic", "plate", "count", "10,000", "PASS"]


def typed_at(baseline: float, pitch: float, *cells: tuple[float, str]) -> list[Word]:
    """Cells of one line that begin anywhere, in letters of one width, as wide as their ink."""
    out = []
    for left, text in cells:
        at = 0
        for piece in text.split(" "):
            word = inked(piece, at, baseline, pitch=pitch)
            out.append(Word(word.text, word.x0 + left - LEFT, word.y0, word.x1 + left - LEFT, word.y1, SIZE, baseline))
            at += len(piece) + 1
    return out


def test_columns_that_begin_anywhere_and_notes_in_smaller_letters_take_nothing_from_it() -> None:
    words = [
        *typed_at(100, 6.9, (50, "ALKALOIDS OF THE LEAF")),
        *typed_at(112, 5.0, (50, "LC-UV, JT-L-07, analyzed 04/12/2026")),
        *typed_at(124, 6, (50, "Ajmalicine"), (203.1, "< 0.010"), (290.7, "% w/w"), (357.2, "NMT 0.05")),
        *typed_at(136, 6, (50, "Corynoxine"), (203.1, "0.16"), (290.7, "% w/w"), (357.2, "NMT 1.5")),
        *typed_at(148, 6, (50, "E. coli"), (203.1, "Negative"), (290.7, "per 10 g"), (357.2, "Negative")),
        *typed_at(160, 6, (50, "Yeast and mold"), (203.1, "2,300"), (290.7, "CFU/g"), (357.2, "NMT 10,000")),
    ]
    assert cells(on_grid(words))[-11:] == [
        *("0.16", "% w/w", "NMT 1.5"),
        *("E. coli", "Negative", "per 10 g", "Negative"),
        *("Yeast and mold", "2,300", "CFU/g", "NMT 10,000"),
    ]
    assert "NMT 1.5" not in cells(words)  # by the ink alone


def test_larger_print_and_words_with_letters_that_were_not_read_stay_where_their_ink_is() -> None:
    title = Word("SPECIMEN", 50.0, 20, 130.0, 40, 20.0, 36)
    dotted = Word("Lot.:", 50.0, 50, 130.0, 59, SIZE, 57)  # a row of dots of which one was read
    words = on_grid([title, dotted, *typed(*ROWS)])
    assert title in words
    assert dotted in words


WIDTHS = {"i": 0.4, "l": 0.4, "t": 0.5, "r": 0.6, "m": 1.6, "M": 1.6, "P": 1.3, "S": 1.3, "A": 1.3, "n": 1.1, "w": 1.4}


def set_in_type(baseline: float, *cells: tuple[float, str]) -> list[Word]:
    """Cells of one line in print whose letters differ in width."""
    out = []
    for left, text in cells:
        for piece in text.split():
            width = 4.4 * sum(WIDTHS.get(letter, 1.0) for letter in piece)
            out.append(Word(piece, left, baseline - 7, left + width, baseline + 2, SIZE, baseline))
            left += width + 2.3
    return out


NOTES = (
    "The results refer to the sample as it was received by the laboratory and to no other one.",
    "Limits are those that the client stated on the form; nothing here is an opinion of ours.",
    "Not to be copied in part unless the laboratory allows it in writing, which it seldom does.",
)


def test_what_a_typewriter_filled_into_a_printed_form_stands_together() -> None:
    form = [
        *set_in_type(100, (50, "Date received"), (200, "Date completed"), (350, "Sample")),
        *typed_at(112, 6, (50, "Jan 12, 2026"), (200, "Jan 21, 2026"), (350, "Green Borneo Powder, 250 g bag")),
        *set_in_type(130, (50, "Client"), (350, "Storage")),
        *typed_at(142, 6, (50, "Copper Kettle Imports"), (350, "dry, below 25 C")),
        *set_in_type(160, (50, "Organism"), (200, "Result"), (290, "Unit"), (350, "Method")),
        *typed_at(172, 6, (50, "Yeast and Mold"), (200, "700"), (290, "CFU/g"), (350, "BAM Ch. 18")),
        *typed_at(184, 6, (50, "E. coli"), (200, "<10"), (290, "CFU/g"), (350, "BAM Ch. 4")),
        *typed_at(208, 6, (50, "Total Aerobic Plate Count"), (200, "52,000"), (290, "CFU/g"), (350, "BAM Ch. 3")),
        *typed_at(196, 6, (50, "Salmonella"), (200, "Negative"), (290, "per 25 g"), (350, "BAM Ch. 5")),
    ]
    notes = [word for n, note in enumerate(NOTES) for word in set_in_type(230 + 12 * n, (50, note))]
    words = [*form, *notes]
    set_on_grid = on_grid(words)
    assert {"Jan 21, 2026", "Green Borneo Powder, 250 g bag", "dry, below 25 C", "per 25 g", "BAM Ch. 18"} <= set(cells(set_on_grid))
    assert {"Jan 21, 2026", "BAM Ch. 18"}.isdisjoint(cells(words))  # by the ink alone
    assert [word for word in notes if word not in set_on_grid] == []


@pytest.mark.parametrize("widths", [{"i": 0.4, "l": 0.4, "t": 0.5, "m": 1.6, "M": 1.6, "P": 1.3, "S": 1.3, "A": 1.3, "n": 1.1}])
def test_print_whose_letters_differ_in_width_is_left_as_it_is(widths: dict[str, float]) -> None:
    words = []
    for n, row in enumerate(ROWS):
        at = LEFT
        for piece in row.split():
            width = 5 * sum(widths.get(letter, 1.0) for letter in piece)
            words.append(Word(piece, at, 93 + 12 * n, at + width, 102 + 12 * n, SIZE, 100 + 12 * n))
            at += width + 3
    assert on_grid(words) == words


def test_a_few_words_are_no_page_of_a_typewriter() -> None:
    words = typed(*ROWS[:2])
    assert on_grid(words) == words
