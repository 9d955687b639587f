"""The files look like an office's: no two alike, all damaged a little, the same for the same seed."""

import hashlib
from pathlib import Path

import polars as pl
import pytest

from rekam.demo import Script, Step, write_files
from tests.demo import papers

BROKEN_NIK = r"^(\d{15}0\.0|\d\.\d{5}E\+15|'\d{16}|\d{15}|)$"


def residents(script: Script) -> list[Step]:
    return [step for step in script if step.kind == "residents"]


def recordings(script: Script) -> list[Step]:
    return [step for step in script if step.kind == "recordings"]


def test_the_script_never_goes_back_and_releases_are_of_the_whole_regency(script: Script) -> None:
    dates = [step.as_of for step in script]
    modes = [(step.mode, step.scope) for step in residents(script)]

    assert dates == sorted(dates)
    assert modes[0] == modes[7] == ("release", "64.08")
    assert set(modes[1:7] + modes[8:]) == {("update", None)}
    assert len(modes) == 11
    assert len(recordings(script)) == 9


def test_every_list_of_recordings_was_known_in_its_month(script: Script) -> None:
    for step in recordings(script):
        rows = papers.recordings(step)
        in_month = pl.col("known").is_between(step.as_of.replace(day=1), step.as_of)

        assert rows.filter(~in_month).is_empty()


def test_forms_vary(script: Script) -> None:
    heads = [step.file.read_bytes()[:400] for step in script]
    texts = [head for head in heads if not head.startswith(b"PK")]
    first_lines = [head.splitlines()[0] for head in texts]

    assert len(heads) - len(texts) >= 5
    assert sum(head.startswith(b"\xef\xbb\xbf") for head in texts) == 2
    for delimiter in b"|;,\t":
        assert any(line.count(delimiter) > 5 for line in first_lines)
    assert len({line.lower() for line in first_lines}) > 5


def test_windows_1252_is_really_needed_for_some_files(script: Script) -> None:
    def is_utf_8(path: Path) -> bool:
        try:
            path.read_bytes().decode()
        except UnicodeDecodeError:
            return False
        return True

    assert [step.file for step in residents(script) if step.file.suffix == ".csv" and not is_utf_8(step.file)]


def test_headings_dates_and_words_vary(script: Script) -> None:
    frames = [papers.raw(step.file) for step in residents(script)]

    assert {tuple(sorted(frame["JENIS_KLMIN"].unique())) for frame in frames} == {
        ("1", "2"),
        ("L", "P"),
        ("LAKI-LAKI", "PEREMPUAN"),
    }
    for form in (r"^\d\d-\d\d-\d{4}$", r"^\d\d/\d\d/\d{4}$", r"^\d{4}-\d\d-\d\d$"):
        assert any(frame["TGL_LHR"].str.contains(form).mean() > 0.9 for frame in frames)  # type: ignore[operator]


@pytest.mark.parametrize("number", range(11))
def test_every_register_file_holds_damaged_rows(script: Script, number: int) -> None:
    step = residents(script)[number]
    rows = papers.raw(step.file)
    sound = papers.residents(step)
    is_hard_only = number in (7, 8)

    assert rows.height - sound.height >= 5
    assert rows["NIK"].str.contains(r"^\d\.\d{5}E\+15$").any()
    assert (rows["NAMA_LGKP"] == "").any()
    assert rows["TGL_LHR"].str.contains(r"^31[-/]02|-02-31$").any()
    assert (rows["NO_KAB"].str.strip_chars_start("0") == "4").any()
    assert (rows["NO_KEL"] == "2999").any()
    if not is_hard_only:
        assert rows["NIK"].str.contains(r"^\d{15}0\.0$").any()
        assert rows["NIK"].str.starts_with("'").any()
        assert rows["NIK"].is_duplicated().any()


def test_some_damaged_people_come_by_a_sound_row_later(script: Script) -> None:
    steps = residents(script)
    hurt = papers.raw(steps[0].file).join(
        papers.residents(steps[0]), left_on="NIK", right_on="nik", how="anti"
    )
    later = papers.residents(steps[1])

    assert set(hurt["NIK"]) & set(later["nik"])


def test_who_never_gets_a_sound_row_is_in_one_file_only(script: Script) -> None:
    """Otherwise a damaged row in the release would keep somebody in the register."""
    rows = [
        papers.raw(step.file).select(nik=pl.col("NIK").str.strip_prefix("'")).unique()
        for step in residents(script)
    ]
    seen = pl.concat(rows).filter(pl.col("nik").str.contains(r"^\d{16}$"))
    sound = pl.concat([papers.residents(step).select("nik") for step in residents(script)])
    never_sound = seen.join(sound, on="nik", how="anti")

    assert never_sound.height > 30
    assert never_sound["nik"].is_unique().all()


def test_an_illegible_row_of_a_release_bears_nobody_else_s_name(script: Script) -> None:
    """Otherwise somebody who left could not be told from whoever stands in that row."""
    for step in (residents(script)[0], residents(script)[7]):
        rows = papers.raw(step.file).select(nik="NIK", name="NAMA_LGKP").filter(pl.col("name") != "")
        sound = papers.residents(step).select("nik", "name")
        illegible = rows.join(sound, on=["nik", "name"], how="anti").filter(pl.col("nik").is_unique())

        assert illegible.height > 3
        assert illegible.join(sound, on="name", how="semi").is_empty()


@pytest.mark.parametrize("number", range(9))
def test_every_list_of_recordings_holds_damaged_and_doubled_rows(script: Script, number: int) -> None:
    step = recordings(script)[number]
    rows = papers.raw(step.file)

    assert rows.filter(pl.col("NIK").str.contains(BROKEN_NIK)).height >= 4
    assert rows["TGL_REKAM"].str.contains("2061").any()
    assert rows["TGL_REKAM"].str.contains(r"^31[-/]02|-02-31$").any()
    assert rows.is_duplicated().any()


def digests(folder: Path, **how: float | int) -> dict[str, str]:
    script = write_files(folder, **how)  # type: ignore[arg-type]
    return {step.file.name: hashlib.sha256(step.file.read_bytes()).hexdigest() for step in script}


def test_the_same_seed_gives_the_same_files_byte_for_byte(tmp_path: Path) -> None:
    once = digests(tmp_path / "once", scale=0.01)
    again = digests(tmp_path / "again", scale=0.01)
    otherwise = digests(tmp_path / "otherwise", scale=0.01, seed=7)

    assert once == again
    assert all(once[name] != otherwise[name] for name in once)


def test_progress_is_told_from_beginning_to_end(tmp_path: Path) -> None:
    told: list[tuple[str, float]] = []
    write_files(tmp_path, scale=0.01, progress=lambda what, share: told.append((what, share)))
    shares = [share for _, share in told]

    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)
    assert all(what for what, _ in told)
