"""The command `rekam` before it has done anything: it says what there is, and what was meant instead."""

import argparse

import pytest

from rekam import cli
from rekam.office.web.management.commands import demo


def test_help_lists_every_command_with_what_it_does(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--help"]) == 0

    said = capsys.readouterr().out
    assert all(f"rekam {name}" in said and about in said for name, about in cli.ABOUT.items())
    assert {name for names in cli.GROUPS.values() for name in names} == set(cli.ABOUT)


def test_help_of_a_family_lists_its_commands_alone(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["import", "--help"]) == 0

    said = capsys.readouterr().out
    assert "rekam import residents" in said
    assert "rekam import undo" in said
    assert "rekam coverage" not in said


@pytest.mark.parametrize(
    ("words", "meant"), [(["import", "resident"], "rekam import residents"), (["admin"], "create")]
)
def test_half_a_command_is_refused_with_those_that_begin_like_it(
    words: list[str], meant: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(words) == 2

    said = capsys.readouterr()
    assert meant in said.out + said.err


def test_an_unknown_command_is_refused_and_told_where_the_list_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["coverges"]) == 2

    assert "rekam --help" in capsys.readouterr().err


def test_the_demo_tells_each_step_once_where_there_is_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    tell = demo.in_lines()
    for step, done in (("2016-07_pembaruan.csv", 0.1), ("2016-07_pembaruan.csv", 0.2), ("selesai", 1.0)):
        tell(step, done)

    assert capsys.readouterr().out == " 10%  2016-07_pembaruan.csv\n100%  selesai\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["report"], "keliru: wajib disebut: {monthly,daily,issued}"),
        (["report", "xx"], "'xx' bukan pilihan"),
        (["coverage", "--bla"], "tidak dikenal: --bla"),
        (["coverage", "--on"], "--on: perlu satu nilai"),
    ],
)
def test_what_is_off_in_a_call_is_said_in_the_language_of_the_office(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(words) == 2

    told = capsys.readouterr().err
    assert said in told
    assert told.startswith("pemakaian: rekam")


def test_usage_has_our_words_and_argparse_keeps_its_own_elsewhere(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["coverage", "--help"]) == 0

    told = capsys.readouterr().out
    assert "pilihan:" in told
    assert "menampilkan bantuan ini" in told
    assert argparse.ArgumentParser(prog="x").format_usage() == "usage: x [-h]\n"
