"""Logs hold no personal data, whoever writes them."""

import io
import json
import logging
import logging.config
import re
from collections.abc import Iterator

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from rekam.office.accounts import logs
from rekam.office.accounts.masking import masked, masked_within

NIK = "6408044701900001"


@pytest.fixture(params=[True, False], ids=["json", "console"])
def written(request: pytest.FixtureRequest) -> Iterator[io.StringIO]:
    """What the server's own set-up writes, in a place where a test can read it."""
    out = io.StringIO()
    configuration = logs.configuration(as_json=request.param, level="INFO")
    formatter = logging.config.DictConfigurator(configuration).configure_formatter(
        configuration["formatters"]["line"]
    )
    handler = logging.StreamHandler(out)
    handler.setFormatter(formatter)
    root = logging.getLogger("rekam.test")
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield out
    root.removeHandler(handler)


def test_a_nik_is_hidden_in_the_text_and_in_the_facts_of_a_line(written: io.StringIO) -> None:
    structlog.get_logger("rekam.test").info(f"looked for {NIK}", nik=NIK, deep={"niks": [NIK]})
    logging.getLogger("rekam.test").warning("looked for %s", NIK)

    assert written.getvalue().count("640804••••••0001") == 4
    assert NIK not in written.getvalue()


def test_a_nik_is_hidden_in_the_story_of_a_crash(written: io.StringIO) -> None:
    try:
        raise ValueError(f"no resident {NIK}")
    except ValueError:
        logging.getLogger("rekam.test").exception("crashed")

    assert "ValueError: no resident 640804••••••0001" in written.getvalue()
    assert NIK not in written.getvalue()


def test_the_row_that_a_database_refused_is_hidden(written: io.StringIO) -> None:
    refusal = "DETAIL:  Failing row contains (7, Siti Aminah, 1990-01-07, Bengalon)."
    logging.getLogger("rekam.test").error(refusal)

    assert "Siti" not in written.getvalue()
    assert "Failing row contains (hidden)" in written.getvalue()


def test_a_line_for_programs_is_one_json_object() -> None:
    line = logs.Masked(as_json=True)(None, "info", {"event": "served", "nik": NIK})

    assert json.loads(line) == {"event": "served", "nik": "640804••••••0001"}


@pytest.mark.parametrize(
    "written_as",
    [
        NIK,
        f"nik={NIK};",
        f"'{NIK}",
        "640804 470190 0001",
        "640804.470190.0001",
        "6408-0447-0190-0001",
        f"{NIK}{NIK}",
        f"a{NIK}b",
    ],
)
def test_a_nik_is_recognised_however_it_is_written(written_as: str) -> None:
    assert not re.search(r"\d{6}[ .-]?\d{6}", masked(written_as))
    assert "470190" not in masked(written_as)


@pytest.mark.parametrize(
    "harmless",
    [
        "64.08.04.2001",
        "2016-09-30 08:15:00.123456",
        "287.000",
        "0542 123 4567",
        "a" * 64,
        "12-10-2016 64.08.04",
    ],
)
def test_codes_dates_and_figures_stay_readable(harmless: str) -> None:
    assert masked(harmless) == harmless


@given(before=st.text(), nik=st.from_regex(r"[0-9]{16}", fullmatch=True), after=st.text())
def test_no_text_around_a_nik_lets_it_through(before: str, nik: str, after: str) -> None:
    assert nik not in masked(f"{before}{nik}{after}")
    assert nik not in str(masked_within({"x": [{"y": f"{before} {nik} {after}"}]}))
