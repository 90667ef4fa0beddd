"""The number grammar: what laboratories print, and what it states. Every expected value is read off the text by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.datafiles import words_of
from registry.errors import NumberFormatError
from registry.model.printed import ParsedLimit, Printed, guess_decimal_comma, parse_limit, parse_printed
from registry.model.result_words import Qualifier, word_key

NUMBERS = [
    ("0.5", "0.5"),
    (".5", "0.5"),
    (",5", "0.5"),
    ("0,5", "0.5"),
    ("0,011", "0.011"),  # nothing groups a zero
    ("0.10", "0.10"),  # the printed zero stays
    ("22.78", "22.78"),
    ("1,28", "1.28"),
    ("1.234", "1.234"),
    ("1234,567", "1234.567"),
    ("12,3456", "12.3456"),
    ("1,234.5", "1234.5"),
    ("1.234,5", "1234.5"),
    ("1 234,5", "1234.5"),
    ("1\u202f234,5", "1234.5"),  # narrow no-break space
    ("1'234.5", "1234.5"),
    ("1’234", "1234"),
    ("12 345 678", "12345678"),
    ("1,234,567", "1234567"),
    ("1.234.567", "1234567"),
    ("300", "300"),
    ("0", "0"),
    ("0.000", "0.000"),
    ("-0.4", "-0.4"),
    ("−0.4", "-0.4"),  # U+2212
    ("–0,4", "-0.4"),  # en dash
    ("1.2e-3", "0.0012"),
    ("1.0E+03", "1000"),
    ("1,5E4", "15000"),
    ("1.234E+03", "1234"),  # nobody groups the digits before a power of ten
    ("1,234e3", "1234"),
    ("7,2·10⁴", "72000"),
    ("7,2.10^4", "72000"),
    ("7,2.10⁴", "72000"),
    ("7,2 × 10^4", "72000"),
    ("7.2 x 10^4", "72000"),
    ("7.2*10^-4", "0.00072"),
    ("7.2×10⁻⁴", "0.00072"),
    ("1,0.10³", "1000"),
    ("10⁵", "100000"),
    ("10^5", "100000"),
    ("１．５", "1.5"),  # full width
    ("๑.๕", "1.5"),  # Thai digits
    ("٠٫٥", "0.5"),  # Arabic-Indic digits and decimal mark
    ("0.25*", "0.25"),
    ("0.25 **", "0.25"),
    ("† 0.25", "0.25"),
    ("0.25¹", "0.25"),
    ("0.10²", "0.10"),
    ("0.25 [1]", "0.25"),
    ("0.25 (a)", "0.25"),
    ("5①", "5"),
    ("1.34 !", "1.34"),
    ("1.34 (!)", "1.34"),
    ("= 5", "5"),
    ("  0.5 ", "0.5"),
    ("0\u200b.5", "0.5"),  # zero-width space out of a text layer
]

RESULTS = [
    ("40 est.", Printed(Qualifier.EQ, Decimal(40))),
    ("2500 (est.) CFU/g", Printed(Qualifier.EQ, Decimal(2500), "CFU/g")),
    ("ND%", Printed(Qualifier.ND, None, "%")),
    ("<0,5", Printed(Qualifier.LT, Decimal("0.5"))),
    ("< 50", Printed(Qualifier.LT, Decimal(50))),
    ("＜0.02", Printed(Qualifier.LT, Decimal("0.02"))),
    ("≤5", Printed(Qualifier.LT, Decimal(5))),
    ("<= 5", Printed(Qualifier.LT, Decimal(5))),
    ("less than 10 CFU/g", Printed(Qualifier.LT, Decimal(10), "CFU/g")),
    ("méně než 10", Printed(Qualifier.LT, Decimal(10))),
    ("<10³", Printed(Qualifier.LT, Decimal(1000))),
    ("<1 CFU/g", Printed(Qualifier.LT, Decimal(1), "CFU/g")),
    ("> 300", Printed(Qualifier.GT, Decimal(300))),
    ("≥ 300", Printed(Qualifier.GT, Decimal(300))),
    ("greater than 1,500 CFU/g", Printed(Qualifier.GT, Decimal(1500), "CFU/g")),
    ("více než 300", Printed(Qualifier.GT, Decimal(300))),
    ("2.91163%", Printed(Qualifier.EQ, Decimal("2.91163"), "%")),
    ("996.490mg", Printed(Qualifier.EQ, Decimal("996.490"), "mg")),
    ("94.0 % of label claim", Printed(Qualifier.EQ, Decimal("94.0"), "% of label claim")),
    ("5 μg/g", Printed(Qualifier.EQ, Decimal(5), "µg/g")),  # Greek mu and the micro sign are one unit
    ("4.2 log10 CFU/g", Printed(Qualifier.EQ, Decimal("4.2"), "log10 CFU/g")),
    ("12 mg/bonbon", Printed(Qualifier.EQ, Decimal(12), "mg/bonbon")),  # an unknown unit stays for a finding
    ("1,5 ± 0,2", Printed(Qualifier.EQ, Decimal("1.5"), uncertainty=Decimal("0.2"))),
    ("1.5 +/- 0.2 %", Printed(Qualifier.EQ, Decimal("1.5"), "%", uncertainty=Decimal("0.2"))),
    ("1.5 % ± 0.2 %", Printed(Qualifier.EQ, Decimal("1.5"), "%", uncertainty=Decimal("0.2"))),
    ("(1.5 ± 0.2) mg/g", Printed(Qualifier.EQ, Decimal("1.5"), "mg/g", uncertainty=Decimal("0.2"))),
    ("14,9 (± 1,5) g/kg", Printed(Qualifier.EQ, Decimal("14.9"), "g/kg", uncertainty=Decimal("1.5"))),
    ("1.5 mg/g ± 10 %", Printed(Qualifier.EQ, Decimal("1.5"), "mg/g", uncertainty=Decimal(10), uncertainty_unit="%")),
    ("1.5 ± 0.2 (k=2)", Printed(Qualifier.EQ, Decimal("1.5"), uncertainty=Decimal("0.2"), coverage=Decimal(2))),
    ("<LOQ", Printed(Qualifier.LT_LOQ)),
    ("< LOQ", Printed(Qualifier.LT_LOQ)),
    ("<LLOQ", Printed(Qualifier.LT_LOQ)),
    ("<RL", Printed(Qualifier.LT_LOQ)),
    ("BQL", Printed(Qualifier.LT_LOQ)),
    ("BLQ", Printed(Qualifier.LT_LOQ)),
    ("u.d.B.", Printed(Qualifier.LT_LOQ)),
    ("<LOQ (0.05)", Printed(Qualifier.LT_LOQ, Decimal("0.05"))),
    ("< LOD", Printed(Qualifier.LT_LOD)),
    ("<MDL", Printed(Qualifier.LT_LOD)),
    ("ND", Printed(Qualifier.ND)),
    ("N.D.", Printed(Qualifier.ND)),
    ("n.d.", Printed(Qualifier.ND)),
    ("N D", Printed(Qualifier.ND)),  # a letter-spaced text layer
    ("ND*", Printed(Qualifier.ND)),
    ("ND¹", Printed(Qualifier.ND)),
    ("Not Detected", Printed(Qualifier.ND)),
    ("None Detected", Printed(Qualifier.ND)),
    ("nenalezeno", Printed(Qualifier.ND)),
    ("n.n.", Printed(Qualifier.ND)),
    ("no detectado", Printed(Qualifier.ND)),
    ("non détecté", Printed(Qualifier.ND)),
    ("tidak terdeteksi", Printed(Qualifier.ND)),
    ("ไม่พบ", Printed(Qualifier.ND)),
    ("ND (<0.01)", Printed(Qualifier.ND, Decimal("0.01"))),
    ("ND mg/g", Printed(Qualifier.ND, None, "mg/g")),
    ("Not Detected in 1g", Printed(Qualifier.ND, test_portion="1 g")),
    ("Absent in 25 g", Printed(Qualifier.ABSENT, test_portion="25 g")),
    ("Absence in 1g", Printed(Qualifier.ABSENT, test_portion="1 g")),
    ("Negative/1g", Printed(Qualifier.ABSENT, test_portion="1 g")),
    ("Absent (25 g)", Printed(Qualifier.ABSENT, test_portion="25 g")),
    ("negativní v 25 g", Printed(Qualifier.ABSENT, test_portion="25 g")),
    ("ausente en 10 g", Printed(Qualifier.ABSENT, test_portion="10 g")),
    ("Absent per gram", Printed(Qualifier.ABSENT, test_portion="1 g")),
    ("Absent in 2,5 mL", Printed(Qualifier.ABSENT, test_portion="2.5 mL")),
    ("Not Present", Printed(Qualifier.ABSENT)),
    ("negativní", Printed(Qualifier.ABSENT)),
    ("Negative", Printed(Qualifier.ABSENT)),
    ("Detected", Printed(Qualifier.PRESENT)),
    ("Present in 25 g", Printed(Qualifier.PRESENT, test_portion="25 g")),
    ("pozitivní", Printed(Qualifier.PRESENT)),
    ("TNTC", Printed(Qualifier.TNTC)),
    (">ULOQ", Printed(Qualifier.TNTC)),
    ("Pass", Printed(Qualifier.PASS)),
    ("PASSED", Printed(Qualifier.PASS)),
    ("vyhovuje", Printed(Qualifier.PASS)),
    ("FAIL", Printed(Qualifier.FAIL)),
    ("nevyhovuje", Printed(Qualifier.FAIL)),
    ("NT", Printed(Qualifier.NOT_TESTED)),
    ("Not Tested", Printed(Qualifier.NOT_TESTED)),
    ("NR", Printed(Qualifier.NOT_TESTED)),
    ("UA", Printed(Qualifier.NOT_TESTED)),  # unable to analyse: no zero
    ("N/A", Printed(Qualifier.NOT_REPORTED)),
    ("-", Printed(Qualifier.NOT_REPORTED)),
    ("—", Printed(Qualifier.NOT_REPORTED)),
]

NOTED = [("3,0 (1)", "3.0"), ("1.36 mg/kg (2)", "1.36"), ("0.5 3)", "0.5"), ("1,3 x 10^4 (1)", "1.3E+4")]

TWO_READINGS = [
    ("1,234", None, "1234", True),
    ("1,234", True, "1.234", False),
    ("1,234", False, "1234", False),
    ("<1,234", None, "1234", True),
    ("10,000 CFU/g", None, "10000", False),  # colonies are whole
    ("1.234", None, "1.234", False),
    ("1.234", True, "1234", True),  # the comma is the decimal mark elsewhere, so the point groups; a person looks
    ("7,2.104", None, "72000", True),  # the superscript of 10⁴ lost in the text layer
    ("7.2 x 104", None, "72000", True),
    ("2.10³", None, "2000", True),  # or 2.10 with a footnote mark
]

NO_RESULT = [
    "0.005 mg/kg <",
    "12 %<",
    "", " ", "*", "hello", "Total", "NMT 15.0", "Not more than 5 ppm", "12 Main Street", "2025-02-25", "12.03.2025", "02/25/2025", "10:30",
    "0.10.000097656", "1.2.3", "1,23,456", "1 2", "007", "00.5", "5-7", "5.", "+5", "<", "<<5", "<-5", "<0.5 ± 0.1", "1½", "0.5 U",
    "3 months",
    "1e999", "10^99999", "9" * 40, "x" * 5000, "ND 5 of 8", "≥ LOQ", "> LOQ", "25 °C", "1 ± 2 ± 3", "5 (k=2)", "/25 g", "10/25",
    "10/25 g", "0/25g", "ND" + "*" * 100,
    "25 ND", "25 <LOQ", "25 0.5", "25 N/A", "25 [ND]", "25 (ND)", "0.5 BLQ", "25 ppm ND", "ND ND",  # cells of two columns
]  # fmt: skip


def test_the_table_holds_at_least_eighty_cases() -> None:
    assert len(NUMBERS) + len(RESULTS) + len(TWO_READINGS) >= 80


@pytest.mark.parametrize(("text", "digits"), NUMBERS)
def test_a_number_keeps_its_printed_digits(text: str, digits: str) -> None:
    printed = parse_printed(text)
    assert printed == Printed(Qualifier.EQ, Decimal(digits))
    assert not printed.ambiguous
    if "10" not in text and "E" not in text.upper():
        assert str(printed.value) == digits


@pytest.mark.parametrize(("text", "expected"), RESULTS)
def test_a_result_states(text: str, expected: Printed) -> None:
    assert parse_printed(text) == expected


@pytest.mark.parametrize(("text", "digits"), NOTED)
def test_the_number_of_a_note_is_no_unit(text: str, digits: str) -> None:
    printed = parse_printed(text)
    assert (printed.value, printed.unit_text) == (Decimal(digits), "mg/kg" if "mg" in text else None)


def test_a_number_in_brackets_behind_words_may_be_what_was_not_reached() -> None:
    assert parse_printed("ND (5)") == Printed(Qualifier.ND, Decimal(5))


@pytest.mark.parametrize(("text", "decimal_comma", "digits", "ambiguous"), TWO_READINGS)
def test_a_number_with_two_readings_is_decided_by_the_other_numbers_or_marked(
    text: str, decimal_comma: bool | None, digits: str, ambiguous: bool
) -> None:
    printed = parse_printed(text, decimal_comma=decimal_comma)
    assert (printed.value, printed.ambiguous) == (Decimal(digits), ambiguous)


@pytest.mark.parametrize("text", NO_RESULT)
def test_text_that_is_no_result_is_refused(text: str) -> None:
    with pytest.raises(NumberFormatError) as caught:
        parse_printed(text)
    assert caught.value.next_step


LIMITS = [
    ("NMT 15.0", ParsedLimit("NMT 15.0", "<=", Decimal("15.0"))),
    ("≤ 0,5 mg/kg", ParsedLimit("≤ 0,5 mg/kg", "<=", Decimal("0.5"), "mg/kg")),
    ("< 10^4 CFU/g", ParsedLimit("< 10^4 CFU/g", "<", Decimal(10000), "CFU/g")),
    ("NMT <10,000 cfu/g", ParsedLimit("NMT <10,000 cfu/g", "<", Decimal(10000), "cfu/g")),
    ("15", ParsedLimit("15", None, Decimal(15))),
    ("max. 2,5", ParsedLimit("max. 2,5", "<=", Decimal("2.5"))),
    ("NLT 90 %", ParsedLimit("NLT 90 %", ">=", Decimal(90), "%")),
    ("5.0% Max", ParsedLimit("5.0% Max", "<=", Decimal("5.0"), "%")),
    ("10 ppm (max.)", ParsedLimit("10 ppm (max.)", "<=", Decimal(10), "ppm")),
    ("1.000 KbE/g oder weniger", ParsedLimit("1.000 KbE/g oder weniger", "<=", Decimal("1.000"), "KbE/g")),
    ("100 CFU/g or less", ParsedLimit("100 CFU/g or less", "<=", Decimal(100), "CFU/g")),
    ("45 % min.", ParsedLimit("45 % min.", ">=", Decimal(45), "%")),
    ("30 min", ParsedLimit("30 min", None, Decimal(30), "min")),
    ("90.0 - 110.0 % LC", ParsedLimit("90.0 - 110.0 % LC", None, Decimal("110.0"), "% LC", Decimal("90.0"))),
    ("90% - 110%", ParsedLimit("90% - 110%", None, Decimal(110), "%", Decimal(90))),
    ("600 ± 5 %", ParsedLimit("600 ± 5 %", None, Decimal(630), None, Decimal(570))),
    ("750 mg (± 4%)", ParsedLimit("750 mg (± 4%)", None, Decimal(780), "mg", Decimal(720))),
    ("12,5 +/- 0,5 mm", ParsedLimit("12,5 +/- 0,5 mm", None, Decimal("13.0"), "mm", Decimal("12.0"))),
    ("5.0 ± 0.5 %", ParsedLimit("5.0 ± 0.5 %", None, Decimal("5.5"), "%", Decimal("4.5"))),
    ("Absent in 25 g", ParsedLimit("Absent in 25 g", qualifier=Qualifier.ABSENT, test_portion="25 g")),
    ("ND in 10 g", ParsedLimit("ND in 10 g", qualifier=Qualifier.ND, test_portion="10 g")),
    ("Pass", ParsedLimit("Pass", qualifier=Qualifier.PASS)),
    ("0,010 (2)", ParsedLimit("0,010 (2)", None, Decimal("0.010"))),
    ("≤ 10 mg/kg 2)", ParsedLimit("≤ 10 mg/kg 2)", "<=", Decimal(10), "mg/kg")),
    ("5.0 x 10^5 (3)", ParsedLimit("5.0 x 10^5 (3)", None, Decimal("5.0E+5"))),
    ("NMT 10 (1)", ParsedLimit("NMT 10 (1)", "<=", Decimal(10))),
    ("Report Results", ParsedLimit("Report Results")),
    ("N/A", ParsedLimit("N/A")),
]


@pytest.mark.parametrize(("text", "expected"), LIMITS)
def test_a_limit_states(text: str, expected: ParsedLimit) -> None:
    assert parse_limit(text) == expected


@pytest.mark.parametrize("text", ["", "hello", "110 - 90", "NMT", "x" * 500])
def test_text_that_is_no_limit_is_refused(text: str) -> None:
    with pytest.raises(NumberFormatError):
        parse_limit(text)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["1,5", "0,011", "1,234"], True),
        (["1.5", "ND", "1,234"], False),
        (["1,234.5"], False),
        (["1 234,5 mg/kg"], True),
        (["1,5", "1.5"], None),  # a certificate that uses both tells nothing
        (["1,234", "ND", "300"], None),
        (["1,5", "SOP 70.75", "12.3.2026"], True),  # a method's name and a date are no amounts
        (["0,048", "161,736", "0.5 g was weighed in."], True),  # nor is the beginning of a sentence
        ([], None),
    ],
)
def test_the_other_numbers_tell_the_decimal_mark(texts: list[str], expected: bool | None) -> None:
    assert guess_decimal_comma(texts) is expected


@pytest.mark.parametrize(
    ("texts", "expected"), [(["1,5", "2,5", "0,5", "1.5"], True), (["1,5", "2,5", "1.5"], None), (["1.5", "1.2", "0.5", "1,2"], False)]
)
def test_where_marks_may_be_misread_a_clear_majority_tells(texts: list[str], expected: bool | None) -> None:
    assert guess_decimal_comma(texts, misread=True) is expected


def test_every_word_of_the_vocabulary_stands_once_and_is_read() -> None:
    table = words_of("results")
    seen: dict[str, str] = {}
    for qualifier, languages in table["words"].items():
        assert Qualifier(qualifier) not in (Qualifier.EQ, Qualifier.LT, Qualifier.GT, Qualifier.RANGE)
        for words in languages.values():
            for word in words:
                assert seen.setdefault(word_key(word), qualifier) == qualifier, word
                assert parse_printed(word).qualifier == qualifier, word
    for qualifier, words in table["symbols"].items():
        for word in words:
            assert parse_printed(("> " if qualifier == "tntc" else "< ") + word).qualifier == qualifier, word
    for meaning, words in table["prefix"].items():
        for word in words:
            about = meaning == "about"
            expected = Printed(Qualifier.EQ if about else Qualifier(meaning), Decimal(5), approximate=about)
            assert parse_printed(f"{word} 5") == expected, word
    for word in table["limit"]["at_most"]:
        assert parse_limit(f"{word} 5").comparator == "<=", word
    for word in table["limit"]["at_least"]:
        assert parse_limit(f"{word} 5").comparator == ">=", word
    for word in table["limit"]["words"]["no_number"]:
        assert parse_limit(word) == ParsedLimit(word)
    for word in table["portion"]["words"]:
        assert parse_printed(f"absent {word} 25 g").test_portion == "25 g", word


@given(st.text(max_size=100))
def test_any_text_gives_a_result_or_our_error(text: str) -> None:
    for read in (parse_printed, parse_limit):
        try:
            read(text)
        except NumberFormatError:
            continue


FRAGMENTS = [
    "<",
    ">",
    "≤",
    "ND",
    "LOQ",
    " ",
    "1",
    "0",
    "25",
    ".",
    ",",
    "'",
    "10",
    "^",
    "⁴",
    "×",
    "·",
    "e",
    "-",
    "±",
    "(",
    ")",
    "k=2",
    "mg/g",
    "%",
    "in",
    "g",
    "NMT",
    "½",
    "*",
    "E9",
]


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=10).map("".join), st.sampled_from([None, True, False]))
def test_any_mix_of_the_grammars_own_pieces_gives_a_result_or_our_error(text: str, decimal_comma: bool | None) -> None:
    for read in (parse_printed, parse_limit):
        try:
            found = read(text, decimal_comma=decimal_comma)
        except NumberFormatError:
            continue
        assert found.value is None or found.value.is_finite()


amounts = st.decimals(min_value=0, max_value=10**9, places=4, allow_nan=False).map(abs)


@given(amounts)
def test_a_decimal_written_plainly_reads_as_itself(amount: Decimal) -> None:
    assert str(parse_printed(f"{amount:f}").value) == f"{amount:f}"
    assert str(parse_printed(f"{amount:f}".replace(".", ",")).value) == f"{amount:f}"


@given(amounts)
def test_grouped_digits_in_either_convention_read_the_same(amount: Decimal) -> None:
    english = f"{amount:,f}"
    swapped = english.translate(str.maketrans(",.", ".,"))
    spaced = english.replace(",", "\u00a0")
    assert parse_printed(english).value == parse_printed(swapped).value == parse_printed(spaced).value == amount


@given(amounts, st.sampled_from("<>≤≥"), st.sampled_from(["", " "]), st.sampled_from(["", "*", " †", "¹"]))
def test_a_bound_never_loses_its_sign(amount: Decimal, sign: str, space: str, mark: str) -> None:
    printed = parse_printed(f"{sign}{space}{amount:f}{mark}")
    assert printed.qualifier is (Qualifier.LT if sign in "<≤" else Qualifier.GT)
    assert printed.value == amount


@given(st.decimals(min_value=1, max_value=Decimal("9.9"), places=1), st.integers(-9, 9))
def test_every_way_to_write_a_power_of_ten_reads_the_same(mantissa: Decimal, exponent: int) -> None:
    raised = str(exponent).translate(str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻"))
    comma = str(mantissa).replace(".", ",")
    writings = [
        f"{mantissa}e{exponent}",
        f"{mantissa} × 10{raised}",
        f"{comma}·10{raised}",
        f"{comma}.10^{exponent}",
        f"{mantissa} x 10^{exponent}",
    ]
    assert {parse_printed(w).value for w in writings} == {mantissa.scaleb(exponent)}
