"""Days in sentences: when a sample was taken, when it arrived, when it was tested."""

from __future__ import annotations

import pytest

from registry.reading.head.header import read_header
from tests.reading.printed import document, page

BOTH = {"collected": "2026-03-03", "received": "2026-03-05"}


def days(sentence: str) -> dict[str, str]:
    """What a certificate with this sentence says happened when."""
    words, lines, line = sentence.split(), [], ""
    for word in words:
        if len(line) + len(word) > 80:
            lines.append(line)
            line = ""
        line = f"{line} {word}".strip()
    placed = [(40, 160 + 11 * n, text) for n, text in enumerate([*lines, line])]
    dates = read_header(document(page((40, 60, "Quill Hill Laboratories, Inc."), *placed, (40, 400, "Mitragynine 1.2 %")))).dates
    found = {name: getattr(dates, name) for name in ("collected", "received", "completed")}
    return {name: str(day.value) for name, day in found.items() if day is not None}


@pytest.mark.parametrize(
    "sentence",
    [
        "Samples were collected on 3 March 2026 and received 5 March 2026.",
        "Samples were collected on March 3, 2026, and received on March 5, 2026, in good condition.",
        "The sample was collected on 2026-03-03 by the client and received at the laboratory on 2026-03-05.",
        "The sample was received on 5 March 2026 and had been collected on 3 March 2026.",
        "The sample collected by the customer on 3 March 2026 arrived at our laboratory on 5 March 2026.",
        "Sampling took place on 3 March 2026. The samples reached the laboratory on 5 March 2026.",
        "Samples drawn on 3 March 2026 were delivered to the laboratory on 5 March 2026.",
        "Die Probe wurde am 03.03.2026 entnommen und ist am 05.03.2026 eingegangen.",
        "Das Muster, am 3. März 2026 gezogen, ist am 5. März 2026 bei uns eingetroffen.",
        "La muestra fue tomada el 3 de marzo de 2026 y recibida el 5 de marzo de 2026.",
        "Vzorek byl odebrán dne 3. 3. 2026 a přijat dne 5. 3. 2026.",
        "The date of collection was 3 March 2026 and the date of receipt was 5 March 2026.",
        "Sample received: 5 March 2026 (collected 3 March 2026).",
        "Het monster is genomen op 3 maart 2026 en ontvangen op 5 maart 2026.",
        "Próbkę pobrano dnia 3 marca 2026 i otrzymano dnia 5 marca 2026.",
        "Il campione è stato prelevato il 3 marzo 2026 e ricevuto il 5 marzo 2026.",
        "A amostra foi coletada em 3 de março de 2026 e recebida em 5 de março de 2026.",
        "L'échantillon a été prélevé le 3 mars 2026 et reçu le 5 mars 2026.",
    ],
)
def test_each_day_of_a_sentence_is_that_of_its_own_verb(sentence: str) -> None:
    assert days(sentence) == BOTH


def test_what_was_taken_is_not_received_on_the_same_day_where_the_sentence_says_nothing_of_it() -> None:
    assert days("We received your samples, collected on 3 March 2026, in good condition.") == {"collected": "2026-03-03"}


def test_words_with_a_capital_behind_a_day_are_of_another_sentence() -> None:
    assert days("Envoi du 10 mars 2026 Prélevé par le client, le 6 mars 2026 à 9 h") == {"collected": "2026-03-06"}


def test_two_verbs_that_are_joined_share_their_day() -> None:
    assert days("All samples were collected and received on 3 March 2026.") == {"collected": "2026-03-03", "received": "2026-03-03"}


@pytest.mark.parametrize(
    "span",
    [
        "tested from 6 March 2026 to 10 March 2026",
        "analysed between 6 March 2026 and 10 March 2026",
        "analyzed 2026-03-06 through 2026-03-10",
        "tested on 6 March 2026 and again tested on 10 March 2026",
    ],
)
def test_of_the_days_of_testing_the_last_one_counts(span: str) -> None:
    assert days(f"The product was sampled on 3 March 2026, received on 5 March 2026 and {span}.") == {**BOTH, "completed": "2026-03-10"}
