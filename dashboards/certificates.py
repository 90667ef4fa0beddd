"""What the pages say about one certificate, as markup; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import Final

from dashboards import links, readings
from dashboards.components.markup import Html, join, link, tag, text
from dashboards.components.measurement import day, in_days, moment
from dashboards.components.measurement import issued as issued_on
from dashboards.components.result_table import Column, Row, table
from dashboards.components.source import GRADES, specimen_tag
from dashboards.glossary import term
from dashboards.words import analyte_name, words
from registry.assessment.requirements import Answer, DemandCheck
from registry.assessment.reuse import CrossFinding
from registry.model.certificate import OPEN, Certificate, DraftCertificate, ReadDate, State
from registry.model.evidence import DisplayRight, Stage
from registry.model.findings import Finding, Severity, told_once
from registry.model.published import read_by
from registry.services import JournalEntry
from registry.services.statements import SPEAKING, statements_in


@dataclass(frozen=True, slots=True)
class Names:
    """The names and keys behind a certificate's subject; "" where nobody has linked it."""

    brand: str = ""
    brand_key: str = ""
    product: str = ""
    product_key: str = ""
    lot: str = ""


def printed_product(certificate: Certificate) -> str:
    name = certificate.current.product_name
    return name.text if name else "Product name not printed"


def file_name(certificate: Certificate) -> str:
    return certificate.source.file_name or certificate.draft.file or certificate.id


def has_pages(certificate: Certificate) -> bool:
    """Whether there is a page to look at: a stored file that may be shown and is not a table of cells."""
    shown = certificate.source.sha256 is not None and certificate.source.display is not DisplayRight.WITHHELD
    return shown and any(
        evidence.stage is not Stage.CELL
        for row in range(len(certificate.draft.results))
        for evidence in readings.evidence_of(certificate.draft, f"results.{row}")
    )


def issued(draft: DraftCertificate) -> ReadDate | None:
    return draft.dates.reported or draft.dates.completed


def summary(certificate: Certificate, names: Names, house: str = "") -> Html:
    """The facts at the head of the page; `house` is the laboratory's name in the registry, under which its page is found."""
    draft, specimen = certificate.current, certificate.invented
    printed = issued(draft)
    pairs: list[tuple[str, Html]] = [
        ("Brand", link(names.brand, links.brand(names.brand_key, specimen=specimen)) if names.brand else text("not linked yet")),
        (
            "Product",
            link(names.product, links.product(names.product_key, specimen=specimen))
            if names.product
            else text(printed_product(certificate)),
        ),
        ("Lot", text(names.lot or (draft.lot.text if draft.lot else "not printed"))),
        ("Laboratory", _house(draft, house, specimen=specimen)),
        ("Report", text(draft.report_id.text if draft.report_id else "no number printed")),
        ("Issued", text((issued_on(printed.value) if printed.value else printed.text) if printed else "no date printed")),
        ("Origin of the sample", text(words(certificate.acquisition.kind))),
        ("Printed verdict", text({"pass": "pass", "fail": "fail"}.get(str(draft.overall_status), "none printed"))),
    ]
    if certificate.source.grade:
        pairs.append(("Evidence", text(f"Grade {certificate.source.grade[:1]}: {GRADES.get(certificate.source.grade[:1], 'not graded')}")))
    if certificate.source.url:
        pairs.append(("Source", link(_short(certificate.source.url), certificate.source.url)))
    body = join([tag("div", tag("dt", name), tag("dd", value)) for name, value in pairs])
    return tag("div", tag("p", specimen_tag()) if specimen else None, tag("dl", body, class_="kr-facts"), class_="kr kr-card")


def _house(draft: DraftCertificate, known: str, *, specimen: bool) -> Html:
    """The laboratory with the way to its page, and the name as printed under it where that differs."""
    printed = draft.lab.text if draft.lab else ""
    if not known:
        return text(printed or "not named")
    under = tag("span", f"printed {printed}", class_="kr-printed") if printed and printed != known else Html("")
    return join([link(known, links.laboratory(known, specimen=specimen)), under])


def _short(url: str) -> str:
    bare = url.removeprefix("https://").removeprefix("http://")
    return bare if len(bare) <= 70 else bare[:67] + "…"


_STANDING: Final = {
    State.DRAFT: "Read by the program, not yet by a person. It stands in no figure.",
    State.SENT_BACK: "Whoever added it is asked to mend it. It stands in no figure.",
    State.SUPERSEDED: "The laboratory issued an amended report. Figures use the amended one.",
    State.WITHDRAWN: "It stands in no figure. Its hash, the date and the reason stay.",
}


def standing(certificate: Certificate, entries: Sequence[JournalEntry] = ()) -> Html:
    """What a certificate that is not simply published is, and where to go from there; with its history why it was withdrawn."""
    sentence = text(_STANDING.get(certificate.state, ""))
    ended = [entry for entry in entries if entry.action == "withdraw"]
    if certificate.state is State.WITHDRAWN and ended:
        sentence = join([sentence, text(f" {moment(ended[-1].at)}: {ended[-1].payload.get('why', '')}")])
    if certificate.state in OPEN:
        sentence = join([sentence, text(" "), link("Review it", links.review(certificate.id))])
    return tag("div", tag("p", tag("strong", words(certificate.state)), ". ", sentence), class_="kr kr-note")


def page_shown(draft: DraftCertificate, selected: str | None, asked: str) -> int:
    """The page to draw: the one asked for, else the selected value's, else the first with results."""
    if asked.isdigit() and 1 <= int(asked) <= max(1, draft.pages):
        return int(asked)
    if selected and (page := readings.page_of(draft, selected)):
        return page
    pages = [result.page for result in draft.results]
    return min(pages) if pages else 1


def plain_table(certificate: Certificate, lit: str = "") -> Html:
    """The results without a page beside them; the row `lit` (``results.3``) is marked."""
    changed = readings.changes(certificate.corrections)
    rows = [
        Row(
            (_named(row.name, row.known, changed.get(row.id, "")), *(cell.replace("\n", "\u00a0· ") for cell in row.cells)),
            row.id.replace(".", "-"),
            row.group,
            lit=row.id == lit,
        )
        for row in readings.result_rows(certificate.current)
    ]
    columns = [Column("Analyte"), *(Column(title) for title in readings.COLUMNS[1:])]
    return table(columns, rows, "Results of this certificate") if rows else tag("p", "No results were read.", class_="kr")


def _named(name: str, *under: str) -> Html:
    return join([text(name), *(tag("span", remark, class_="kr-printed") for remark in under if remark)])


_TONE: Final = {
    Severity.ERROR: ("kr-error", "Cannot be used as it stands"),
    Severity.WARNING: ("kr-warning", "Look before relying on it"),
    Severity.NOTE: ("kr-hint", "Worth knowing"),
}


def tone(severity: Severity) -> str:
    """The class that colours a finding of that severity."""
    return _TONE[severity][0]


def findings(found: Sequence[Finding]) -> Html:
    """Findings in words, the gravest first; those of one kind stand together."""
    order = list(_TONE)
    kinds: dict[str, list[Finding]] = {}
    for finding in sorted(told_once(found), key=lambda f: order.index(f.severity)):
        kinds.setdefault(finding.code, []).append(finding)
    return tag("ul", join([_kind(of_kind) for of_kind in kinds.values()]), class_="kr kr-findings")


def _kind(found: list[Finding]) -> Html:
    """One kind of finding: said in full, or counted with its places to open where there are many."""
    tone, meaning = _TONE[found[0].severity]
    foot = tag("span", f"{meaning} · {found[0].code}", class_="kr-small kr-soft")
    if len(found) == 1:
        return tag("li", tag("strong", found[0].title), ". ", _sentence(found[0]), Html("<br>"), foot, class_=tone)
    places = tag("details", tag("summary", f"all {len(found)}"), tag("ul", join([tag("li", _sentence(f)) for f in found])))
    return tag("li", tag("strong", f"{found[0].title}, {len(found)} times"), ". ", _sentence(found[0]), places, foot, class_=tone)


def beside(seen: Sequence[CrossFinding], shown: str, *, specimen: bool) -> Html:
    """What is seen between the certificate `shown` and others, each with the way to the other one."""
    items = []
    for one in seen:
        other = one.other if one.certificate == shown else one.certificate
        way = link("the other certificate", links.certificate(other, specimen=specimen))
        items.append(tag("li", tag("strong", one.finding.title), ". ", one.finding.message, " ", way, class_=tone(one.finding.severity)))
    return tag("ul", join(items), class_="kr kr-findings")


def _sentence(finding: Finding) -> Html:
    page = tag("span", f" Page {finding.page}.", class_="kr-soft") if finding.page else Html("")
    message = in_days(finding.message) if finding.code.startswith("date-") else finding.message  # elsewhere it may be a number of a lot
    return join([text(message), page])


def file_facts(certificate: Certificate) -> Html:
    """What the file itself tells, as facts."""
    draft, facts = certificate.draft, certificate.draft.authenticity
    pairs = [
        ("File", certificate.source.file_name),
        (term("sha256"), certificate.source.sha256),
        ("Pages", str(draft.pages) if draft.pages else None),
        ("Made with", " · ".join(part for part in (facts.creator, facts.producer) if part)),
        ("Created, by its own account", _stamped(facts.created)),
        ("Changed, by its own account", _stamped(facts.modified)),
        ("Saved", f"{facts.revisions} times" if facts.revisions and facts.revisions > 1 else None),
        ("Digital signatures", " · ".join(facts.signatures) or ("none" if certificate.source.sha256 else None)),
        ("QR code leads to", " · ".join(code.text for code in facts.qr_codes)),
        ("Pages that are pictures", ", ".join(map(str, facts.image_only_pages))),
        ("Obtained", day(certificate.source.obtained_on) if certificate.source.obtained_on else None),
        ("Licence", certificate.source.licence),
        ("Note", certificate.source.note),
        ("Read by", read_by(draft)),
    ]
    body = join([join([tag("dt", name), tag("dd", value)]) for name, value in pairs if value])
    remark = "None of this shows that anything is wrong: honest laboratories print from spreadsheets and sign after saving."
    said = tag("p", remark, class_="kr-small kr-soft kr-after") if certificate.source.sha256 else None
    return tag("div", tag("dl", body), said, class_="kr")


def _stamped(written: str | None) -> str | None:
    """A moment that a file tells of itself, as people write it; as it is where it is none."""
    try:
        return moment(datetime.fromisoformat(written).astimezone(UTC)) if written else None
    except ValueError:
        return written


DEMAND_COLUMNS: Final = (Column("The rules ask for"), Column("Here"), Column("Why"), Column("Provision"))
_DEMANDED: Final = {Answer.MET: "met", Answer.NOT_MET: "not met", Answer.CANNOT_TELL: "a person has to look"}


def demands_met(checks: Sequence[DemandCheck]) -> str:
    """``4 of 7 met``, and how many a person has to look at."""
    met, open_ = (sum(check.answer is answer for check in checks) for answer in (Answer.MET, Answer.CANNOT_TELL))
    return f"{met} of {len(checks)} met" + (f", {open_} for a person to look at" if open_ else "")


def demand_rows(checks: Sequence[DemandCheck]) -> tuple[Row, ...]:
    """One row for each demand; one that is not in force on the day says so."""
    return tuple(
        Row(
            (
                analyte_name(check.demand),
                tag("strong", _DEMANDED[check.answer]),
                in_days(check.reason) + ("" if check.decides else f" This rule decides nothing on that day: {check.state.value}."),
                link(check.cite, check.source) if check.source else text(f"{check.cite} (source not recorded)"),
            )
        )
        for check in checks
    )


_ACTIONS: Final = {
    "add": "Added",
    "re-read": "Read again",
    "accept": "Accepted as read",
    "correct": "Corrected",
    "undo": "Correction taken back",
    "publish": "Published",
    "send-back": "Sent back",
    "withdraw": "Withdrawn",
    "withhold": "Withheld",
    "release": "Shown again",
    "attach": "Photograph added",
    "detach": "Photograph taken away",
    "dispute": "Disputed",
    "reply": "Reply",
    "propose": "Proposed by an uploader",
    "answer": "Answered by the uploader",
    "show": "Statement shown",
    "hide": "Statement hidden",
}


def history(entries: Sequence[JournalEntry], draft: DraftCertificate) -> Html:
    """Every decision, oldest first, values accepted in one go as one; disputes and replies in full once a reviewer has read them."""
    shown = {s.number for s in statements_in(tuple(entries)) if s.shown}
    items = []
    for (action, _, _), together in groupby(entries, key=_alike):
        alike = list(together)
        entry, said = alike[-1], alike[-1].payload.get("text") or alike[-1].payload.get("why")
        who = entry.actor
        if action in SPEAKING and entry.seq not in shown:
            said, who = "Not shown: a reviewer has not accepted it.", "somebody"
        items.append(
            tag(
                "li",
                tag("strong", _ACTIONS.get(action, words(action))),
                _what(alike, draft),
                f" · {who}, {moment(entry.at)}",
                tag("p", str(said)) if said else None,
            )
        )
    return tag("div", tag("ol", join(items)) if items else tag("p", "Nothing yet."), class_="kr kr-small")


def _alike(entry: JournalEntry) -> tuple[str, str, int]:
    """Entries that are told as one: what one person accepted as read without deciding anything else between."""
    return entry.action, entry.actor, 0 if entry.action == "accept" else entry.seq


def _what(alike: Sequence[JournalEntry], draft: DraftCertificate) -> str:
    """The values that decisions were about, by the names that people know; "" for a decision about the whole certificate."""
    paths = [str(entry.payload["path"]) for entry in alike if entry.payload.get("path") and entry.action not in SPEAKING]
    names = ", ".join(dict.fromkeys(readings.name_of(draft, readings.row_of(path)) for path in paths))
    if not names:
        return ""
    last = alike[-1].payload
    changed = f", {last.get('before') or 'nothing'} → {last.get('after') or 'not printed'}" if alike[-1].action == "correct" else ""
    return f": {names}{changed}"


def versions(chain: Sequence[Certificate], shown: Certificate) -> Html:
    """The amended reports this certificate stands among, oldest first; empty where it stands alone."""
    if len(chain) < 2:
        return Html("")
    parts = []
    for one in chain:
        name = f"{one.draft.report_id.text if one.draft.report_id else one.id} ({words(one.state).lower()})"
        parts.append(tag("strong", name) if one.id == shown.id else link(name, links.certificate(one.id, specimen=one.invented)))
    return tag("p", "Versions of this report: ", join(parts, " → "), class_="kr")


def citation(certificate: Certificate, names: Names) -> str:
    """One line that finds this certificate again."""
    draft = certificate.current
    printed = issued(draft)
    parts = [
        draft.lab.text if draft.lab else "Laboratory not named",
        f"Report {draft.report_id.text}" if draft.report_id else "Report without a number",
        names.product or printed_product(certificate),
        f"Lot {names.lot or (draft.lot.text if draft.lot else 'not printed')}",
        day(printed.value) if printed and printed.value else "no date printed",
        f"Kratom Certificate Registry, certificate {certificate.id}",
    ]
    if certificate.source.sha256:
        parts.append(f"SHA-256 {certificate.source.sha256}")
    elif certificate.source.url:
        parts.append(certificate.source.url)
    return ". ".join(parts) + "."
