"""A table is written as a person would have written it: only changed cells differ."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch.workbench.csv_text import CsvText, plain

FILES = {
    "plain": b"a,b\n1,2\n3,4\n",
    "windows": b'\xef\xbb\xbfa,b\r\n1,"x, ""y"""\r\n',
    "without an end": b"a,b\n1,2",
    "blank lines": b"\na,b\n\n1,2\n\n\n",
    "lines in quotes": b'a,b\n"1\n2",3\n4,5\n',
    "gb18030": "名称,b\n煤,1\n".encode("gb18030"),
    "ragged": b"a,b\n1\n2,3,4\n",
    "empty": b"",
}


@pytest.mark.parametrize("raw", FILES.values(), ids=FILES)
def test_a_file_that_is_not_changed_stays_byte_for_byte(raw):
    assert CsvText.of(raw).raw() == raw


@given(st.lists(st.lists(st.text(alphabet='ab,"\r\n 煤', max_size=4), min_size=2, max_size=3), min_size=1, max_size=4))
def test_any_file_of_the_csv_writer_is_read_as_its_reader_does_and_kept(rows):
    file = io.StringIO(newline="")
    csv.writer(file).writerows(rows)
    raw = file.getvalue().encode()
    text = CsvText.of(raw)
    assert text.raw() == raw
    found = [[plain(field) for field in record.fields] for record in text.records]
    assert found == [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(file.getvalue(), newline=""))]


def test_only_the_changed_cell_differs_and_its_quotes_stay():
    text = CsvText.of(FILES["windows"])
    text.set(2, 1, "z")
    assert text.raw() == b'\xef\xbb\xbfa,b\r\n1,"z"\r\n'


def test_a_cell_is_put_in_quotes_where_it_needs_them():
    text = CsvText.of(FILES["plain"])
    text.set(2, 0, 'x,"y"')
    assert text.raw() == b'a,b\n"x,""y""",2\n3,4\n'


def test_lines_are_counted_as_an_editor_counts_them():
    text = CsvText.of(FILES["lines in quotes"])
    assert [line for line, _ in text.rows()] == [2, 4]
    text.set(4, 0, "9")
    assert text.raw().endswith(b"\n9,5\n")
    with pytest.raises(KeyError):
        text.place(3)


def test_a_row_is_appended_with_the_quotes_of_its_columns():
    text = CsvText.of(b'name,source\na,"guess: x"\nb,"guess: y"')
    assert text.add(["c", "guess: z"]) == 4
    assert text.raw() == b'name,source\na,"guess: x"\nb,"guess: y"\nc,"guess: z"\n'


def test_a_row_is_removed_and_a_column_inserted():
    text = CsvText.of(FILES["plain"])
    text.remove(2)
    text.add_column("c [MW]", 1)
    assert text.raw() == b"a,c [MW],b\n3,,4\n"


def test_a_row_in_the_encoding_of_the_file():
    text = CsvText.of(FILES["gb18030"])
    text.add(["气", "2"])
    assert text.raw().decode("gb18030") == "名称,b\n煤,1\n气,2\n"
