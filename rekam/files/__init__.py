"""Reading and writing the files an office has. No Django here.

    raw = open_table(path, max_bytes=500_000_000)          # or raises FileProblem(code, **params)
    mapping = match_columns(raw, "residents")              # .matches .unsure .missing .unused
    mapping = mapping.corrected({"kk": "Kolom 3"})         # what a person pointed out; .as_dict()
    mapping = mapping.dated({"born": "mdy"}, {})          # as a person said, and as earlier files were
    result = normalise_residents(raw, mapping, areas=areas, as_of=day, regency="64.08")
    result = normalise_recordings(raw, mapping, areas=areas, as_of=day, now=moment)
    roll = read_roll(raw, match_columns(raw, "rolls"), as_of=day)   # a client's list of people

`areas` is a table of code, name, aliases (list of text) and level.
`result.rows`: one line per usable row; `row` is the row number that a spreadsheet shows. A field
whose column the file lacks is not among the columns; an empty cell is null.
`result.problems`: row, column (as the header names it), field, code, level (rejected, held,
warning), value (NIK and KK masked), expected. A row with a rejected or held problem is not in
`rows`; `read` = rows + rejected + held + repeated + aside, always.
`decided=Decided(aside={27}, villages={"64.08.04.9999": "64.08.04.2001"})` goes by what a person said
about rows that stood in doubt.
`raw.notes` are about the file and `result.notes` about whole columns; they stop nothing.
`problem.sentence("id")` and `problem.next_step("id")` say it to a person, as does
`say(code, "id", **params)`; `problems_file` writes all of it as CSV or XLSX.
`mapping.corrected(mapping.as_dict())` keeps a mapping between upload and commit.
"""

from rekam.files.decided import Decided
from rekam.files.exports import problems_file, safe_cell, write_csv, write_xlsx
from rekam.files.matching import Mapping, Match, match_columns
from rekam.files.opening import open_table
from rekam.files.problems import FileProblem, Note
from rekam.files.reading import Normalised
from rekam.files.recordings import normalise_recordings
from rekam.files.residents import normalise_residents
from rekam.files.rolls import RollRead, read_roll
from rekam.files.sentences import SENTENCES, Sentence, say
from rekam.files.table import RawTable

__all__ = [
    "SENTENCES",
    "Decided",
    "FileProblem",
    "Mapping",
    "Match",
    "Normalised",
    "Note",
    "RawTable",
    "RollRead",
    "Sentence",
    "match_columns",
    "normalise_recordings",
    "normalise_residents",
    "open_table",
    "problems_file",
    "read_roll",
    "safe_cell",
    "say",
    "write_csv",
    "write_xlsx",
]
