"""From recognised characters to words: where they part, how large they are, and what is corrected."""

from __future__ import annotations

import numpy as np
import pytest

from registry.reading.ocr.engine import Glyph
from registry.reading.ocr.words import StripWord, agreed, ink_of, outvoted, raised_marks, strip_words, with_exponent

EM = 20
TOP, FOOT, HEIGHT = 7, 22, 32  # capitals are 15 high, one of them blur: a size of 20


class Strip:
    """A strip of blocks for characters, 10 wide with 2 between them."""

    def __init__(self) -> None:
        self.ink = np.zeros((HEIGHT, 600), np.bool_)
        self.placed: list[tuple[str, float, float, float]] = []
        self.x = 10

    def put(self, text: str, *, gap: int = 2, blank: float = 0.0, confidence: float = 0.999, raised: bool = False) -> Strip:
        for n, character in enumerate(text):
            self.x += gap if n == 0 else 2
            top, foot = (TOP - 2, TOP + 6) if raised else (TOP, FOOT)
            if character == ".":
                top = FOOT - 2
            self.ink[top:foot, self.x : self.x + 10] = True
            self.placed.append((character, self.x + 5, confidence, blank if n == 0 else 0.0))
            self.x += 10
        return self

    def ink_only(self, *, gap: int, top: int, foot: int, width: int) -> Strip:
        self.ink[top:foot, self.x + gap : self.x + gap + width] = True
        return self

    def glyphs(self) -> list[Glyph]:
        return [Glyph(text, x / self.ink.shape[1], confidence, blank) for text, x, confidence, blank in self.placed]

    def words(self) -> list[str]:
        return [word.text for word in strip_words(self.glyphs(), self.ink)]


@pytest.mark.parametrize(
    ("strip", "words"),
    [
        (Strip().put("Total").put("CBD", gap=6, blank=1.0), ["Total", "CBD"]),
        (Strip().put("0.10").put("0.30", gap=30), ["0.10", "0.30"]),
        (Strip().put("LOD").put("LOQ", gap=5, blank=0.3), ["LOD", "LOQ"]),
        (Strip().put("total").put("CBD", gap=5), ["totalCBD"]),
        (Strip().put("LOD").put("LOQ", gap=5), ["LOD", "LOQ"]),
        (Strip().put("µg/g").put("µg/g", gap=4), ["µg/g", "µg/g"]),
        (Strip().put("0.005").put("0.015", gap=4), ["0.005", "0.015"]),
        (Strip().put("1.1.2026"), ["1.1.2026"]),
        (Strip().put("0.1").put("05", gap=2, blank=1.0), ["0.105"]),
        (Strip().put("A").put("N", gap=10).put("D", gap=10), ["AND"]),
    ],
    ids=[
        "a blank",
        "a cell's gap",
        "a suspected blank",
        "touching",
        "touching heads",
        "touching units",
        "touching numbers",
        "a date",
        "a blank that the ink denies",
        "letter-spaced",
    ],
)
def test_words_part_where_a_blank_is_seen_or_the_gap_is_wide(strip: Strip, words: list[str]) -> None:
    assert strip.words() == words


def test_size_and_baseline_come_from_the_ink_and_the_box_fits_it() -> None:
    (word,) = strip_words(Strip().put("Total").glyphs(), Strip().put("Total").ink)
    assert word.size == pytest.approx(EM)
    assert word.baseline == FOOT - 0.5
    assert (word.x0, word.x1) == (12, 70)


def test_a_word_is_less_sure_than_its_worst_character() -> None:
    strip = Strip().put("0.0").put("5", confidence=0.9)
    (word,) = strip_words(strip.glyphs(), strip.ink)
    assert word.confidence == pytest.approx(0.9**4)


def test_a_small_raised_digit_is_a_superscript() -> None:
    assert Strip().put("10").put("5", raised=True).words() == ["10⁵"]


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("O.O5", "0.05"),
        ("l.2", "1.2"),
        ("<O.5", "<0.5"),
        ("y-Terpinene", "γ-Terpinene"),
        ("(7-OH)1", "(7-OH)¹"),
    ],
)
def test_a_letter_where_only_a_digit_can_stand_is_corrected_and_no_longer_sure(printed: str, read: str) -> None:
    strip = Strip().put(printed)
    (word,) = strip_words(strip.glyphs(), strip.ink)
    assert (word.text, word.confidence) == (read, 0.5)


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("L0Q", "LOQ"),
        ("LOO", "LOQ"),
        ("<LL0Q", "<LLOQ"),
        ("KLOQ", "<LOQ"),
        ("<I0Q", "<LOQ"),
        ("mq/kq", "mg/kg"),
        ("(µq/g)", "(µg/g)"),
        ("[efu/g]", "[cfu/g]"),
        ("0xamyl", "Oxamyl"),
        ("wlw", "w/w"),
        (".Gold", "Gold"),
        (",Da", "Da"),
        ("(vIv)", "(v/v)"),
    ],
)
def test_what_can_be_only_one_word_is_put_right_and_stays_sure(printed: str, read: str) -> None:
    strip = Strip().put(printed)
    (word,) = strip_words(strip.glyphs(), strip.ink)
    assert word.text == read
    assert word.confidence > 0.99


@pytest.mark.parametrize(("text", "sure"), [("0,05", True), ("12,5", True), ("1,234", False), ("22.4.2026", False)])
def test_a_point_taken_for_a_comma_is_a_doubt_only_where_it_makes_another_number(text: str, sure: bool) -> None:
    strip = Strip().put(text)
    glyphs = [Glyph(g.text, g.place, 0.6 if g.text in ".," else 0.999, g.blank, 0.999) for g in strip.glyphs()]
    (word,) = strip_words(glyphs, strip.ink)
    assert (word.confidence > 0.95) is sure


def test_a_sign_of_three_pieces_is_per_cent_and_no_number() -> None:
    number = Strip().put("96")
    assert number.words() == ["96"]
    sign = Strip()
    for x, top, foot in ((10, TOP, TOP + 6), (14, TOP, FOOT), (20, FOOT - 6, FOOT)):
        sign.ink[top:foot, x : x + (2 if x == 14 else 3)] = True
    glyphs = [Glyph("9", 12 / 600, 0.99), Glyph("6", 21 / 600, 0.99)]
    assert [word.text for word in strip_words(glyphs, sign.ink)] == ["%"]


@pytest.mark.parametrize(
    "text", ["1.2", "Oil", "I.D.", "0,5", "lO", "LOQ", "HG-2603", "O.K.", "yellow", "mg/kg", "BLOD", "Kloof", "0x1", ".pdf", ".05"]
)
def test_everything_else_is_kept_as_seen(text: str) -> None:
    assert Strip().put(text).words() == [text]


@pytest.mark.parametrize("printed", ["3,5-10", "3,5.10"])
def test_the_sign_before_a_power_of_ten_is_a_multiplication(printed: str) -> None:
    assert Strip().put(printed).put("2", raised=True).words() == ["3,5·10²"]


def test_an_exponent_may_be_as_large_as_its_ten() -> None:
    def high(before: str) -> list[str]:
        strip = Strip().put(before)
        x = strip.x + 2
        strip.ink[0 : FOOT - 7, x : x + 10] = True
        strip.placed.append(("7", x + 5, 0.999, 0.0))
        return strip.words()

    assert (high("10"), high("25")) == (["10⁷"], ["257"])


def test_a_dot_behind_a_number_that_multiplies_nothing_is_a_speck() -> None:
    assert Strip().put("0,009·").put("mg/kg", gap=8, blank=1.0).words() == ["0,009", "mg/kg"]
    assert Strip().put("7,2·").put("10", gap=8, blank=1.0).words() == ["7,2·", "10"]


@pytest.mark.parametrize(("printed", "read"), [("0.22.", "0.22"), ("<0.02.", "<0.02"), ("0.104.", "0.104")])
def test_a_dot_behind_a_decimal_number_below_one_is_a_speck_and_makes_it_less_sure(printed: str, read: str) -> None:
    strip = Strip().put(printed)
    (word,) = strip_words(strip.glyphs(), strip.ink)
    assert word.text == read
    assert word.confidence < strip_words(Strip().put(read).glyphs(), strip.ink)[0].confidence


@pytest.mark.parametrize("text", ["12.03.", "1.2.", "3.", "0."])
def test_a_dot_behind_what_may_be_a_day_or_a_heading_is_kept(text: str) -> None:
    assert Strip().put(text).words() == [text]


@pytest.mark.parametrize(("before", "printed", "read"), [("NMT", "100.", "100"), ("max.", "0.50.", "0.50"), ("Section", "100.", "100.")])
def test_a_dot_behind_the_number_that_bounds_is_a_speck(before: str, printed: str, read: str) -> None:
    assert Strip().put(before).put(printed, gap=8, blank=1.0).words() == [before, read]


@pytest.mark.parametrize(("printed", "read"), [(("8", "W/W"), ["%", "W/W"]), (("96", "w/v"), ["%", "w/v"]), (("8", "mg/g"), ["8", "mg/g"])])
def test_a_figure_before_a_share_of_weight_is_the_percent_sign(printed: tuple[str, str], read: list[str]) -> None:
    assert Strip().put(printed[0]).put(printed[1], gap=8, blank=1.0).words() == read


@pytest.mark.parametrize("form", ["Inc", "Ltd", "Corp"])
def test_a_colon_behind_a_companys_form_is_its_full_stop(form: str) -> None:
    assert Strip().put(f"{form}:").words() == [f"{form}."]


def test_a_speck_beside_a_decimal_point_is_no_second_point_and_parts_no_number() -> None:
    assert Strip().put("0..05").words() == ["0.05"]
    assert Strip().put("0..").put("05", gap=14, blank=1.0).words() == ["0.05"]
    assert Strip().put("Lead...").put("05", gap=14, blank=1.0).words() == ["Lead...", "05"]


def test_an_exponent_that_the_recogniser_passes_over_is_seen_in_the_ink() -> None:
    strip = Strip().put("7,2-10").ink_only(gap=2, top=TOP - 2, foot=TOP + 6, width=6)
    marks = raised_marks(strip.glyphs(), strip.ink)
    assert len(marks) == 1
    whole = with_exponent(strip.glyphs(), Glyph("4", (marks[0][0] + 3) / 600, 0.9))
    assert "".join(glyph.text for glyph in whole) == "7,2·10⁴"


@pytest.mark.parametrize("before", ["110", "1.10", "20"])
def test_only_a_ten_of_its_own_has_an_exponent(before: str) -> None:
    strip = Strip().put(before).ink_only(gap=2, top=TOP - 2, foot=TOP + 6, width=6)
    assert raised_marks(strip.glyphs(), strip.ink) == []


@pytest.mark.parametrize(("second", "surer"), [("0.05", True), ("0.06", False)])
def test_a_second_reading_makes_a_word_surer_or_less_sure(second: str, surer: bool) -> None:
    word = StripWord("0.05", 0, 50, FOOT, EM, 0.7)
    (after,) = agreed([word], [StripWord(second, 0, 50, FOOT, EM, 0.9)])
    assert after.text == "0.05"
    assert (after.confidence > 0.7) is surer


@pytest.mark.parametrize(
    ("second", "third", "read"),
    [(("1.74", 0.6), ("1.74", 0.7), "1.74"), (("1.74", 0.6), ("17.4", 0.9), "174"), (("1.74", 0.2), ("1.74", 0.9), "174")],
    ids=["both see it", "each sees another", "one is less sure"],
)
def test_two_closer_looks_that_see_the_same_outvote_a_doubtful_first(
    second: tuple[str, float], third: tuple[str, float], read: str
) -> None:
    looks = [[StripWord(text, 1, 49, FOOT, EM, sure)] for text, sure in (second, third)]
    (word,) = outvoted([StripWord("174", 0, 50, FOOT, EM, 0.3)], *looks)
    assert word.text == read
    assert word.confidence < 0.9


def test_light_text_on_a_dark_ground_is_ink_too() -> None:
    dark = np.full((40, 120, 3), 60, np.uint8)
    dark[10:30, 20:30] = 250
    ink = ink_of(dark)
    assert ink[20, 25]
    assert not ink[20, 60]


def test_a_line_under_the_text_takes_none_of_its_letters() -> None:
    grey = np.full((40, 200), 240, np.uint8)
    for x in range(10, 190, 20):
        grey[8 : 32 if x % 40 == 10 else 28, x : x + 12] = 20  # every other letter reaches down to the line
    grey[31:34, 6:194] = 20
    ink = ink_of(grey)
    assert all(ink[15, x + 5] for x in range(10, 190, 20))
    assert not ink[32, 25]


def test_white_text_on_a_coloured_bar_is_the_ink_though_the_strips_edge_lies_on_the_paper() -> None:
    strip = np.full((30, 200, 3), 250, np.uint8)
    strip[2:28, 2:] = 110  # the bar, a little askew in its box
    strip[10:20, 40:44] = strip[10:20, 60:64] = 250
    ink = ink_of(strip)
    assert ink[12:18, 41:43].all()
    assert not ink[12:18, 46:58].any()
