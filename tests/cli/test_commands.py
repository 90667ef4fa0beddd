"""The commands: what they print, what they write, how they end."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import click
import pandas as pd
import pytest
from click.testing import CliRunner, Result

from registry.assessment.columns import CLAIMS, RESULTS
from registry.cli import COMMANDS, main
from registry.datafiles import data_path
from registry.errors import ConfigurationError, IntegrityBroken, NotPermitted, ReadingError, RecordError, ReportError, StorageError
from registry.services import LOCAL_REVIEWER, Registry
from registry.settings import load_settings, name_local_reviewer

SPECIMEN = data_path("specimens", "s01_summary_boxes.pdf")
OTHER = data_path("specimens", "s05_czech.pdf")
NO_CERTIFICATE = b"%PDF-1.4\nnothing more"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The folder of a new registry with a local reviewer."""
    name_local_reviewer(tmp_path / "home")
    return tmp_path / "home"


@pytest.fixture(scope="session")
def published_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A registry with the published results that ship, to copy from."""
    home = tmp_path_factory.mktemp("published")
    name_local_reviewer(home)
    with Registry(load_settings(home, {})) as registry:
        registry.load_published()
    return home


@pytest.fixture
def loaded(published_home: Path, home: Path) -> Path:
    """A registry of the test's own with the published results that ship."""
    shutil.copytree(published_home, home, dirs_exist_ok=True)
    return home


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("REGISTRY_")]:
        monkeypatch.delenv(name)


def run(*arguments: object, home: Path | None = None) -> Result:
    place = ["--home", str(home)] if home else []
    return CliRunner().invoke(main, [*map(str, arguments), *place])


def bad_file(folder: Path) -> Path:
    path = folder / "broken.pdf"
    path.write_bytes(NO_CERTIFICATE)
    return path


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_has_help_with_an_example(name: str) -> None:
    command = main.get_command(click.Context(main), name)
    assert command is not None
    assert f"registry {name}" in (command.help or "")
    assert run(name, "--help").exit_code == 0


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_the_list_of_commands_says_what_each_says_of_itself(name: str) -> None:
    command = main.get_command(click.Context(main), name)
    assert command is not None
    assert command.get_short_help_str(limit=500) == COMMANDS[name][1]


def test_what_there_is_to_do_is_said_without_loading_what_does_it() -> None:
    loaded = "import sys; from registry.cli import main; main(['--help'], standalone_mode=False); print([m for m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True)
    assert "import-claims" in done.stdout
    for heavy in ("'pandas'", "'scipy'", "'sqlalchemy'", "'cv2'", "'onnxruntime'", "'pydantic'"):
        assert heavy not in done.stdout


def test_the_commands_of_the_main_job_are_there() -> None:
    main_job = {"demo", "serve", "read", "add", "show", "compare", "export", "check", "legal", "report", "reproduce", "import-claims"}
    saying = {"propose", "answer", "dispute", "reply", "statements"}
    keeping = {"withhold", "verify", "backup", "restore"}
    assert set(COMMANDS) == main_job | saying | keeping


def test_read_prints_the_reading_of_one_file_as_json() -> None:
    done = run("read", SPECIMEN, "--json")
    reading = json.loads(done.stdout)
    assert done.exit_code == 0
    assert reading["file"] == SPECIMEN.name
    assert {"lab", "report_id", "lot", "dates", "results", "pages"} <= set(reading)
    assert reading["results"][0]["values"][0].keys() >= {"text", "qualifier", "value", "unit"}


def test_read_tells_a_person_what_the_file_says() -> None:
    done = run("read", SPECIMEN)
    assert "Mitragynine" in done.stdout
    assert "HG-2601" in done.stdout


def test_several_files_are_written_each_and_a_bad_one_gives_an_error_record(tmp_path: Path) -> None:
    broken = bad_file(tmp_path)
    done = run("read", SPECIMEN, broken, OTHER, "--out", tmp_path / "out")
    assert done.exit_code == ReadingError.exit_code
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"s01_summary_boxes.json", "broken.json", "s05_czech.json"}
    record = json.loads((tmp_path / "out" / "broken.json").read_text())
    assert record["file"] == "broken.pdf"
    assert set(record["error"]) == {"code", "reason", "page", "next_step"}
    assert record["error"]["code"]
    assert record["error"]["next_step"]
    assert "[3/3]" in done.stderr


def test_a_file_with_several_samples_gives_a_reading_each(tmp_path: Path) -> None:
    run("read", data_path("specimens", "s17_export.csv"), "--out", tmp_path)
    names = ("s17_export.json", "s17_export-2.json", "s17_export-3.json")
    assert [json.loads((tmp_path / name).read_text())["lot"] for name in names] == ["LG-33", "LG-34", "LG-35"]


@pytest.mark.parametrize(
    ("specimens", "overlay", "expected"),
    [
        (["s01_summary_boxes.pdf"], "boxes.png", {"boxes.png"}),
        (["s23_two_samples.pdf"], "boxes.png", {"boxes-1.png", "boxes-2.png"}),
        (
            ["s01_summary_boxes.pdf", "s23_two_samples.pdf"],
            ".",
            {"s01_summary_boxes-1.png", "s23_two_samples-1.png", "s23_two_samples-2.png"},
        ),
        (["s17_export.csv"], ".", set()),
    ],
)
def test_pages_are_drawn_with_what_was_read(specimens: list[str], overlay: str, expected: set[str], tmp_path: Path) -> None:
    done = run("read", *(data_path("specimens", name) for name in specimens), "--overlay", tmp_path / overlay)
    assert done.exit_code == 0, done.stderr
    assert {path.name for path in tmp_path.iterdir()} == expected
    assert all(path.read_bytes().startswith(b"\x89PNG") for path in tmp_path.iterdir())
    assert ("table without pages" in done.stderr) == (not expected)


def test_several_files_are_not_drawn_into_one_picture(tmp_path: Path) -> None:
    refused = run("read", SPECIMEN, OTHER, "--overlay", tmp_path / "boxes.png")
    assert refused.exit_code == ConfigurationError.exit_code
    assert "Give --overlay a folder" in refused.stderr


def test_files_of_one_name_do_not_overwrite_each_other(tmp_path: Path) -> None:
    for folder in ("a", "b", "c"):
        (tmp_path / folder).mkdir()
        bad_file(tmp_path / folder)
    run("read", *sorted(tmp_path.glob("*/broken.pdf")), "--out", tmp_path / "out")
    assert len(list((tmp_path / "out").iterdir())) == 3


def test_a_file_that_is_not_there_is_a_reading_that_failed(tmp_path: Path) -> None:
    done = run("read", tmp_path / "nothing.pdf", "--json")
    assert done.exit_code == ReadingError.exit_code
    assert json.loads(done.stdout)["error"]["code"] == "file-unreadable"


def test_added_files_are_named_and_known_when_they_come_again(home: Path, tmp_path: Path) -> None:
    first = run("add", SPECIMEN, bad_file(tmp_path), home=home)
    assert first.exit_code == ReadingError.exit_code
    line, failed = first.stdout.splitlines()
    certificate_id = line.split()[-1]
    assert "kept, not read" in failed
    again = run("add", SPECIMEN, home=home)
    assert again.exit_code == 0
    assert f"already there: {certificate_id}" in again.stdout
    shown = run("show", certificate_id, home=home)
    assert "Certificate" in shown.stdout
    assert "add by local reviewer" in shown.stdout
    record = json.loads(run("show", certificate_id, "--json", home=home).stdout)
    assert (record["id"], record["history"][0]["action"]) == (certificate_id, "add")


def test_an_unknown_certificate_is_named(home: Path) -> None:
    done = run("show", "nothing", home=home)
    assert done.exit_code == StorageError.exit_code
    assert "No certificate has the identifier nothing" in done.stderr


def test_compare_prints_a_table_and_writes_reports_by_their_ending(loaded: Path, tmp_path: Path) -> None:
    table = run("compare", "--analyte", "7oh", home=loaded)
    assert "3 comparisons" in table.stdout
    assert "measured 22.78, claimed 45 mg/serving" in table.stdout
    for ending, start in (("pdf", b"%PDF-"), ("xlsx", b"PK"), ("csv", b""), ("html", b"<!doctype html>"), ("zip", b"PK")):
        done = run("compare", "--analyte", "7oh", "--out", tmp_path / f"report.{ending}", home=loaded)
        assert done.exit_code == 0, done.stderr
        assert (tmp_path / f"report.{ending}").read_bytes().startswith(start)
    refused = run("compare", "--analyte", "7oh", "--out", tmp_path / "report.docx", home=loaded)
    assert refused.exit_code == ConfigurationError.exit_code
    assert "End it in .pdf" in refused.stderr


def test_reproduce_makes_a_report_again_and_tells_a_changed_answer(loaded: Path, tmp_path: Path) -> None:
    run("compare", "--analyte", "7oh", "--out", tmp_path / "report.pdf", home=loaded)
    same = run("reproduce", tmp_path / "report.pdf", home=loaded)
    assert same.exit_code == 0, same.stderr
    assert "byte for byte" in same.stdout
    other = run("reproduce", tmp_path / "report.pdf", home=tmp_path / "a registry without these data")
    assert other.exit_code == ReportError.exit_code
    assert "other data" in other.stderr


def test_report_writes_a_certificate_a_product_or_all_verdicts_and_each_is_made_again(loaded: Path, tmp_path: Path) -> None:
    with Registry(load_settings(loaded, {})) as registry:
        row = next(row for row in registry.search("").rows if row.product_key)
    for number, about in enumerate((row.certificate_id, row.product_key, None)):
        out = tmp_path / f"{number}.xlsx"
        done = run("report", *([about] if about else []), "--rules", "US-UT", "--on", "2026-11-01", "--out", out, home=loaded)
        assert done.exit_code == 0, done.output
        assert "byte for byte" in run("reproduce", out, home=loaded).stdout
    unknown = run("report", "nobody/nothing", "--out", tmp_path / "x.pdf", home=loaded)
    assert unknown.exit_code != 0
    assert "nobody/nothing" in unknown.stderr


def test_compare_takes_the_claim_of_a_day(loaded: Path) -> None:
    assert "claimed 30 mg" in run("compare", "--analyte", "7oh", "--on", "2025-02-27", home=loaded).stdout


def test_export_writes_exactly_the_columns_of_assessment(loaded: Path, tmp_path: Path) -> None:
    run("export", "--out", tmp_path / "results.csv", home=loaded)
    run("export", "--claims", "--out", tmp_path / "claims.parquet", home=loaded)
    run("export", "--out", tmp_path / "results.json", home=loaded)
    with (tmp_path / "results.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == list(RESULTS)
    assert list(pd.read_parquet(tmp_path / "claims.parquet")) == list(CLAIMS)
    assert len(json.loads((tmp_path / "results.json").read_text())) == len(rows)


def test_a_place_that_cannot_be_written_is_named(loaded: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = run("export", "--out", tmp_path / "file" / "results.csv", home=loaded)
    assert done.exit_code == ReportError.exit_code


def test_verify_says_sound_and_names_a_changed_byte(loaded: Path, home: Path) -> None:
    done = run("verify", home=home)
    assert done.exit_code == 0
    assert done.stdout.startswith("Sound: ")
    head = done.stdout.split()[-1]
    assert run("verify", "--head", head, home=home).exit_code == 0
    assert run("verify", "--head", "f" * 64, home=home).exit_code == IntegrityBroken.exit_code
    with sqlite3.connect(home / "registry.db") as connection:
        connection.execute("UPDATE observations SET draft = replace(draft, '22.78', '42.78')")
    connection.close()
    tampered = run("verify", home=home)
    assert tampered.exit_code == IntegrityBroken.exit_code
    assert "what was read or decided changed" in tampered.stdout


def test_a_backup_restores_into_an_empty_registry_and_only_there(loaded: Path, home: Path, tmp_path: Path) -> None:
    head = run("verify", home=home).stdout.split()[-1]
    archive = tmp_path / "backup.zip"
    assert run("backup", archive, home=home).exit_code == 0
    restored = run("restore", archive, home=tmp_path / "restored")
    assert restored.exit_code == 0
    assert restored.stdout.split()[-1] == head
    again = run("restore", archive, home=tmp_path / "restored")
    assert again.exit_code == StorageError.exit_code
    assert "Only an empty registry" in again.stderr


CLAIMS_CSV = "brand,product,form,analyte,amount,unit,basis,serving_text,seen_on,source_url,note\n"


def test_claims_are_imported_and_bad_rows_named(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "claims.csv"
    path.write_text(
        CLAIMS_CSV
        + "Acme,Gold,tablet,7oh,30,mg,per_unit,,2026-01-12,https://shop.example,\nAcme,Gold,tablet,7oh,much,mg,per_unit,,,https://shop.example,\n",
        encoding="utf-8-sig",
    )
    done = run("import-claims", path, home=home)
    assert done.exit_code == RecordError.exit_code
    assert "1 claims added" in done.stdout
    assert "line 3: 'much' is no amount" in done.stderr


def test_only_the_configured_reviewer_imports_claims(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "claims.csv"
    path.write_text(CLAIMS_CSV)
    done = run("import-claims", path, "--as", "somebody", home=home)
    assert done.exit_code == NotPermitted.exit_code
    assert "somebody is not a reviewer" in done.stderr
    assert load_settings(home).reviewers == (LOCAL_REVIEWER,)


def test_a_file_and_a_kept_certificate_are_judged_alike(home: Path) -> None:
    certificate_id = run("add", SPECIMEN, home=home).stdout.split()[-1]
    by_file = run("check", SPECIMEN, "--rules", "US-UT", "--on", "2026-11-01")
    by_id = run("check", certificate_id, "--rules", "US-UT", "--on", "2026-11-01", home=home)
    assert by_file.exit_code == 0, by_file.stderr
    assert by_file.stdout == by_id.stdout
    assert "verdicts under" in by_file.stdout


def test_a_check_says_scope_and_decision_rule_and_gives_the_same_as_json() -> None:
    said = run("check", SPECIMEN, "--rules", "US-UT", "--on", "2026-05-01").stdout
    assert "Each verdict is about the sample received" in said
    assert "Conforms where the probability P that the limit is met is ≥ 0.975" in said
    assert "the rule is undated: shown, and it decides nothing" in said
    (record,) = json.loads(run("check", SPECIMEN, "--rules", "US-UT", "--on", "2026-05-01", "--json").stdout)
    assert (record["rules"], record["on"]) == ("US-UT", "2026-05-01")
    judged = [verdict for verdict in record["verdicts"] if verdict["verdict"] != "not evaluated"]
    assert said.startswith(f"{len(judged)} verdicts")
    assert all(verdict["cite"] and verdict["reason"] and verdict["scope"] for verdict in judged)
    assert {demand["decides"] for demand in record["demands"]} == {True, False}


def test_an_unknown_rule_pack_is_refused(home: Path) -> None:
    done = run("check", SPECIMEN, "--rules", "nowhere")
    assert done.exit_code == 7
    assert "no rule pack" in done.stderr


def test_a_database_that_cannot_be_reached_is_said_in_one_sentence(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REGISTRY_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/nothing")
    done = run("verify", home=home)
    assert done.exit_code == StorageError.exit_code
    assert "The database did not do it" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_installed_command_runs_as_a_program(tmp_path: Path) -> None:
    """One run through a real process: arguments, output, exit code."""
    command = [sys.executable, "-m", "registry.cli", "read", str(SPECIMEN), "--json"]
    done = subprocess.run(command, capture_output=True, check=False, timeout=120, cwd=tmp_path)
    assert done.returncode == 0, done.stderr.decode()
    assert json.load(io.BytesIO(done.stdout))["file"] == SPECIMEN.name


def test_the_law_of_a_place_is_told_for_a_day_with_its_source() -> None:
    done = run("legal", "kentucky", "--on", "2027-01-15")
    assert "Changed since it was gathered: 2027-01-01 (sales ban, HB 757, challenged)." in done.stdout
    assert "read at https://" in done.stdout
    assert "It is not legal advice" in done.stdout
    assert json.loads(run("legal", "US-UT", "--json").stdout)[0]["min_age"] == 21


def test_all_places_are_listed_and_an_unknown_one_is_refused() -> None:
    assert len(run("legal").stdout.splitlines()) == 54 + 1
    refused = run("legal", "Atlantis")
    assert refused.exit_code == StorageError.exit_code
    assert "No place on record is called 'Atlantis'" in refused.stderr


def test_a_check_by_the_rules_of_a_place_tells_its_legal_status_and_by_a_standard_none() -> None:
    assert "Utah, kratom: legal, KCPA" in run("check", SPECIMEN, "--rules", "US-UT", "--on", "2026-11-01").stdout
    assert "legal advice" not in run("check", SPECIMEN, "--rules", "USP-2232").stdout
    assert json.loads(run("check", SPECIMEN, "--rules", "US-UT", "--json").stdout)[0]["legal_status"][0]["place"] == "Utah"


def _a_certificate(home: Path) -> str:
    with Registry(load_settings(home, {})) as registry:
        return registry.search().rows[0].certificate_id


def test_what_is_said_about_a_certificate_waits_until_a_reviewer_shows_it(loaded: Path) -> None:
    certificate = _a_certificate(loaded)
    said = run(
        "dispute", certificate, "Not our lot.", "--by", "Acme", "--contact", "quality@acme.example", "--as", "a visitor", home=loaded
    )
    assert "a reviewer reads it first" in said.stdout
    waiting = run("statements", home=loaded).stdout
    assert "dispute by Acme" in waiting
    assert "quality@acme.example" not in waiting
    (number,) = [record["number"] for record in json.loads(run("statements", certificate, "--json", home=loaded).stdout)]
    refused = run("statements", certificate, "--show", number, "--as", "a visitor", home=loaded)
    assert refused.exit_code == NotPermitted.exit_code
    assert run("statements", certificate, "--show", number, home=loaded).exit_code == 0
    assert "(shown): Not our lot." in run("statements", certificate, home=loaded).stdout
    assert "Nothing waits." in run("statements", home=loaded).stdout
    assert run("statements", certificate, "--hide", number, home=loaded).exit_code == RecordError.exit_code, "a reason is needed"
    assert run("statements", certificate, "--hide", number, "--why", "names a person", home=loaded).exit_code == 0
    assert "(hidden)" in run("statements", certificate, home=loaded).stdout


def test_a_contact_is_for_reviewers_and_is_deleted_on_request(loaded: Path) -> None:
    certificate = _a_certificate(loaded)
    run("reply", certificate, "The lot was retested.", "--by", "Acme", "--contact", "quality@acme.example", home=loaded)
    (number,) = [record["number"] for record in json.loads(run("statements", certificate, "--json", home=loaded).stdout)]
    assert run("statements", certificate, "--contact", number, "--as", "a visitor", home=loaded).exit_code == NotPermitted.exit_code
    assert run("statements", certificate, "--contact", number, home=loaded).stdout.strip() == "quality@acme.example"
    assert run("statements", certificate, "--forget", number, home=loaded).stdout.strip() == "The contact is deleted."
    assert run("statements", certificate, "--contact", number, home=loaded).stdout.strip() == "No contact is kept."


def test_one_thing_is_done_to_one_statement(loaded: Path) -> None:
    assert run("statements", "--show", "1", home=loaded).exit_code == ConfigurationError.exit_code
    assert run("statements", _a_certificate(loaded), "--show", "1", "--forget", "1", home=loaded).exit_code == ConfigurationError.exit_code


def test_an_uploader_proposes_and_answers(home: Path) -> None:
    run("add", SPECIMEN, home=home)
    with Registry(load_settings(home, {})) as registry:
        (draft,) = [entry.certificate_id for entry in registry.queue(specimen=True)]
        assert run("propose", draft, "--brand", "Acme", "--lot", "L-7", "--as", "a visitor", home=home).exit_code == 0
        proposed = registry.proposal(draft)
        assert proposed is not None
        assert (proposed.proposal.brand, proposed.proposal.lot, proposed.who) == ("Acme", "L-7", "a visitor")
        assert run("propose", draft, home=home).exit_code == RecordError.exit_code, "nothing was proposed"
        registry.send_back(draft, LOCAL_REVIEWER, "The second page is missing.")
        assert run("answer", draft, "It has one page.", home=home).exit_code == 0
        assert registry.certificate(draft).state.value == "draft"
