"""What the text layer's characters become."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.reading.layout.words import Glyph, Glyphs, build_words, glyph_text


def glyphs(text: str, x: float = 50.0, *, baseline: float = 100.0, size: float = 10.0, gap: float = 0.0, start: int = 0) -> list[Glyph]:
    """`text` set from `x` on, each character half a size wide; a space is a space."""
    out = []
    for i, character in enumerate(text):
        if character == " ":
            out.append(Glyph(" ", 0.0, 0.0, 0.0, 0.0, -1))
            x += 0.25 * size
            continue
        out.append(Glyph(character, x, x + 0.5 * size, baseline, size, start + i))
        x += 0.5 * size + gap
    return out


def texts(*runs: list[Glyph]) -> list[str]:
    return [word.text for word in build_words(Glyphs.of([glyph for run in runs for glyph in run]))]


def test_a_decimal_number_is_one_word() -> None:
    assert texts(glyphs("1.2 mg/g")) == ["1.2", "mg/g"]


def test_a_raised_exponent_is_read_as_an_exponent_and_not_as_a_digit() -> None:
    assert texts(glyphs("1,0.10"), glyphs("3", 80.5, baseline=96.0, size=6.0)) == ["1,0.10³"]


def test_an_exponent_that_is_drawn_after_the_rest_of_its_cell_stands_on_its_ten() -> None:
    later = glyphs("6", 89.5, baseline=96.0, size=6.8, start=40)
    assert texts(glyphs("max 2x10"), glyphs("cfu/g", 98.0, start=20), later) == ["max", "2x10⁶", "cfu/g"]


@pytest.mark.parametrize("after", ["0.10", "210", "10,5"])
def test_a_raised_figure_that_is_drawn_later_behind_no_ten_is_no_exponent(after: str) -> None:
    end = 50.0 + 5.0 * len(after)
    later = glyphs("3", end + 2, baseline=96.0, size=6.8, start=40)
    assert texts(glyphs(after), glyphs("ppm", 150.0, start=20), later) == [after, "ppm", "3"]


@pytest.mark.parametrize(("before", "read"), [("10", "10⁵"), ("×10", "×10⁵"), ("<10", "<10⁵"), ("110", None), ("2.10", None), ("12", None)])
def test_a_digit_raised_in_full_size_is_an_exponent_behind_a_ten_alone(before: str, read: str | None) -> None:
    run = glyphs(before)
    raised = glyphs("5", run[-1].x1, baseline=95.5, start=len(before))
    assert texts(run, raised) == ([read] if read else [before, "5"])


@pytest.mark.parametrize("signed", ["-2", "−2", "12"])
def test_an_exponent_in_full_size_keeps_its_sign_and_all_its_figures(signed: str) -> None:
    run = glyphs("×10")
    raised = glyphs(signed, run[-1].x1, baseline=95.5, start=len(run))
    assert texts(run, raised) == ["×10" + {"12": "¹²"}.get(signed, "⁻²")]


def test_a_smaller_figure_whose_top_is_level_with_the_text_is_raised() -> None:
    run = glyphs("0.52")
    assert texts(run, glyphs("1", run[-1].x1, baseline=99.4, size=8.0, start=len(run))) == ["0.52¹"]


def test_a_subscript_stays_on_its_word() -> None:
    assert texts(glyphs("a"), glyphs("w", 55.2, baseline=102.0, size=6.0)) == ["aw"]


@pytest.mark.parametrize(
    ("lowered", "size", "baseline", "read"),
    [
        ("2", 9.0, 104.4, ["Toxin2"]),  # hardly smaller, but far below the line
        ("2", 9.0, 102.5, ["Toxin", "2"]),
        ("2", 10.0, 104.4, ["Toxin", "2"]),
        ("x", 9.0, 104.4, ["Toxin", "x"]),
        ("2", 9.0, 105.5, ["Toxin", "2"]),
    ],
)
def test_a_figure_hardly_smaller_is_a_subscript_where_it_is_lowered_far(
    lowered: str, size: float, baseline: float, read: list[str]
) -> None:
    run = glyphs("Toxin")
    behind = glyphs(lowered, run[-1].x1, baseline=baseline, size=size, start=len(run))
    assert texts(run, behind) == read


def test_letter_spaced_text_is_joined() -> None:
    assert texts(glyphs("P a s s", gap=0.5)) == ["Pass"]


def test_text_printed_twice_to_look_bold_is_read_once() -> None:
    assert texts(glyphs("Total"), glyphs("Total", 50.4)) == ["Total"]


def test_the_letters_of_a_wide_ligature_share_one_box_and_stay_in_their_word() -> None:
    ligature = [Glyph(letter, 70.0, 80.0, 100.0, 10.0, 4 + n) for n, letter in enumerate("fi")]
    assert texts(glyphs("Cert"), ligature, glyphs("cate", 80.0, start=6)) == ["Certficate"]


def test_two_equal_letters_of_one_ligature_are_both_read_and_letters_printed_twice_each_are_not() -> None:
    ligature = [Glyph("f", 60.0, 68.0, 100.0, 10.0, 2 + n) for n in range(2)]
    assert texts(glyphs("Di"), ligature, glyphs("use", 68.0, start=4)) == ["Diffuse"]
    doubled = [g._replace(place=2 * g.place + n) for g in glyphs("Lift") for n in range(2)]
    assert texts(doubled) == ["Lift"]


@pytest.mark.parametrize(
    ("printed", "parts"),
    [
        ("0.10.000097656", ["0.1", "0.000097656"]),
        ("NDND", ["ND", "ND"]),
        ("Pentachloronitrobenzene0.0004", ["Pentachloronitrobenzene", "0.0004"]),
        ("10.2.4", ["10.2", ".4"]),
    ],
)
def test_cells_that_touch_are_parted(printed: str, parts: list[str]) -> None:
    run = glyphs(printed)
    if printed == "10.2.4":  # no cut leaves two numbers: the text stays whole
        assert texts(run) == [printed]
        return
    cut = len(parts[0])
    shifted = [g if i < cut else g._replace(x0=g.x0 + 0.2, x1=g.x1 + 0.2) for i, g in enumerate(run)]
    assert texts(shifted) == parts


@pytest.mark.parametrize("printed", ["1.000.000", "48.000.000", "<1.250.000"])
def test_points_between_thousands_part_no_number_that_is_evenly_set(printed: str) -> None:
    assert texts(glyphs(printed)) == [printed]


def test_a_number_that_could_have_thousands_is_parted_where_its_cells_touch() -> None:
    shifted = [g if i < 4 else g._replace(x0=g.x0 + 0.3, x1=g.x1 + 0.3) for i, g in enumerate(glyphs("1.250.100"))]
    assert texts(shifted) == ["1.25", "0.100"]


def test_a_date_with_full_stops_is_no_pair_of_numbers() -> None:
    assert texts(glyphs("11.05.2026")) == ["11.05.2026"]


@pytest.mark.parametrize(("code", "text"), [(0xF044, "Δ"), (0xF06D, "µ"), (0xFB01, "fi"), (0x02, "-"), (0x41, "A"), (0x0B, "")])
def test_codes_of_symbol_fonts_and_ligatures_become_letters(code: int, text: str) -> None:
    assert glyph_text(code) == text


@pytest.mark.parametrize(
    ("printed", "read"), [("‹", "<"), ("〈", "<"), ("＜", "<"), ("˂", "<"), ("›", ">"), ("⩽", "≤"), ("≧", "≥"), ("<", "<")]
)
def test_what_a_font_sets_for_a_sign_that_it_lacks_is_the_sign(printed: str, read: str) -> None:
    assert glyph_text(ord(printed)) == read


@pytest.mark.parametrize(
    ("printed", "read"), [("&lt;0.005", "<0.005"), ("&lt; 0.005", "<"), ("&ge;5", "≥5"), ("A&B", "A&B"), ("&amp;", "&amp;")]
)
def test_a_sign_that_is_printed_by_its_name_is_the_sign(printed: str, read: str) -> None:
    assert texts(glyphs(printed))[0] == read


@pytest.mark.parametrize(
    ("typed", "read"),
    [("< 2 U", ["<", "2", "U"]), ("1 5 g", ["1", "5", "g"]), ("R E P O R T", ["REPORT"])],
)
def test_words_of_one_letter_in_typewriters_print_are_no_word_spaced_out(typed: str, read: list[str]) -> None:
    run = [Glyph(letter, 50 + 6.0 * n, 56 + 6.0 * n, 100.0, 10.0, n) for n, letter in enumerate(typed)]
    assert texts(run) == read


def test_greek_letters_of_a_shifted_font_are_put_back_before_a_hyphen() -> None:
    assert texts(glyphs("ž-Pinene ſ-Myrcene")) == ["α-Pinene", "β-Myrcene"]


@given(st.lists(st.tuples(st.characters(), st.floats(0, 600), st.floats(0, 800), st.floats(1, 40)), max_size=40))
def test_any_characters_give_words_that_hold_them(characters: list[tuple[str, float, float, float]]) -> None:
    run = [Glyph(c, x, x + size / 2, y, size, i) for i, (c, x, y, size) in enumerate(characters)]
    assert sum(len(word.text) for word in build_words(Glyphs.of(run))) <= len(run)


@pytest.mark.parametrize(("size", "rise", "read"), [(7.9, 4.0, "10³"), (8.7, 4.3, "10³"), (9.2, 4.3, "10³"), (7.9, 0.1, "103")])
def test_a_figure_raised_behind_ten_is_an_exponent_in_whatever_size(size: float, rise: float, read: str) -> None:
    assert texts(glyphs("10", size=9.5), glyphs("3", 59.5, baseline=100 - rise, size=size, start=2)) == [read]


def test_smaller_print_on_the_same_baseline_stays_in_words_of_its_own() -> None:
    assert texts(glyphs("Profile ", size=10.5), glyphs("qPCR", 89, baseline=100.01, size=8, start=8)) == ["Profile", "qPCR"]
