import pytest

from smtplearn import tables
from smtplearn.text import set_language, use_language


@pytest.fixture(autouse=True)
def _english():
    set_language("en")
    yield
    set_language(None)


def test_the_codebook_is_a_table():
    frame = tables.codes()
    assert frame.shape == (45, 6)
    assert [*frame.columns] == ["phrase", "severity", "category", "status", "commands", "sources"]
    assert frame.index.name == "code"
    assert frame.loc[501, "phrase"] == "Syntax error in parameters or arguments"
    assert [*tables.codes(status="extension", severity=3).index] == [334]
    assert tables.codes(status="folklore").shape == (28, 6)
    with use_language("ru"):
        assert tables.codes().columns[0] == "фраза"


def test_a_table_shows_every_word():
    table = tables.codes(columns=["phrase"]).loc[[553, 555]]
    for shown in (repr(table), table._repr_html_()):
        assert "mailbox name not allowed" in shown
        assert "…" not in shown
        assert "..." not in shown
    assert "&lt;domain&gt;" in tables.codes(columns=["phrase"])._repr_html_()
    assert table._repr_html_() == table._repr_html_()


def test_columns_are_picked_by_the_same_names_in_every_language():
    assert [*tables.codes(columns=["commands", "phrase"]).columns] == ["commands", "phrase"]
    with use_language("ru"):
        frame = tables.codes(columns=["commands", "phrase"], severity=3)
        assert [*frame.columns] == ["команды", "фраза"]
        assert frame.loc[334, "команды"] == "AUTH"
    with pytest.raises(KeyError, match="frase"):
        tables.codes(columns=["frase"])


def test_a_comparison_is_a_table():
    frame = tables.compare_frame(211, 501)
    assert [*frame.columns] == ["differs", 211, 501]
    assert frame.loc["Status", "differs"] == "="
    assert frame.loc["Commands that get it"].tolist() == ["≠", "HELP", "any command"]


def test_the_styled_comparison_is_the_same_each_time_and_escaped():
    html = tables.compare(220, 421).to_html()
    assert html == tables.compare(220, 421).to_html()
    assert "&lt;domain&gt;" in html
    assert "<domain>" not in html
    assert "rgba(" in html
    assert html.count("≠") == (tables.compare_frame(220, 421)["differs"] == "≠").sum()


def test_a_gallery_shows_where_each_line_breaks():
    frame = tables.gallery(["NOOP", "MAIL FROM: <a@b.example>", b"HLEO \xff\x00\r\n"])
    assert [*frame.columns] == ["line", "octet", "rule", "message", "reply", "fixed"]
    assert frame.loc[0].tolist()[:4] == ["NOOP", "", "", "well-formed"]
    assert frame.loc[1, "octet"] == "10"
    assert frame.loc[1, "reply"].startswith("501")
    assert frame.loc[1, "fixed"] == "MAIL FROM:<a@b.example>"
    assert frame.loc[2, "line"] == r"HLEO \xff\x00"
    assert frame.loc[2, "reply"].startswith("500")
    with use_language("ru"):
        assert tables.gallery([]).columns[0] == "строка"


def test_the_case_file_is_a_table():
    frame = tables.cases(group="quoted")
    assert len(frame) > 20
    assert [*frame.columns] == ["group", "line", "verdict", "octet", "reply", "sources", "why"]
    assert set(frame["group"]) == {"quoted"}
    assert all(frame["why"])
    assert set(tables.cases(verdict="open")["verdict"]) == {"open"}
    assert max(len(line) for line in tables.cases(group="length")["line"]) <= 121
