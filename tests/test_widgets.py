"""The widgets, driven as a notebook drives them: by setting values and clicking, without a browser."""

from types import SimpleNamespace

import pytest
import traitlets

from smtplearn import render, widgets
from smtplearn.codes import UnknownCodeError, code, codes
from smtplearn.comparison import compare
from smtplearn.diagnosis import diagnose
from smtplearn.lab import LabError

MALFORMED = "MAIL FROM: <a@b.example>"
MENDED = "MAIL FROM:<a@b.example>"


@pytest.fixture
def bench():
    made = widgets.Bench()
    yield made
    made.close()


def stored(widget):
    """The stored output: the words, and the view."""
    bundle = widget._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in bundle
    return bundle["text/plain"]


def test_the_picker_shows_what_is_picked():
    picker = widgets.CodePicker()
    assert picker.value == (211, 501)
    assert picker.text() == stored(picker) == f"{code(211)}\n\n{code(501)}"
    assert picker.entries.value == render.html(code(211)) + render.html(code(501))
    assert [number for _, number in picker.list.options] == [entry.code for entry in codes()]
    assert picker.list.options[0][0].startswith("211 System status")


def test_picking_is_observed_and_keeps_the_order():
    picker, heard = widgets.CodePicker((501, 211)), []
    picker.observe(lambda change: heard.append(change["new"]), "value")
    picker.list.value = (211, 250, 501)
    picker.value = ("550",)
    assert heard == [(501, 211, 250), (550,)]
    assert picker.list.value == (550,)
    assert picker.text() == str(code(550))
    picker.value = ()
    assert picker.text() == "Pick a code in the list."


def test_searching_filters_the_list_and_keeps_the_picked():
    picker, heard = widgets.CodePicker((211,)), []
    picker.observe(heard.append, "value")
    picker.search.value = "550"
    listed = [number for _, number in picker.list.options]
    assert 211 in listed
    assert 550 in listed
    assert 354 not in listed
    assert picker.list.value == picker.value == (211,)
    picker.search.value = "xyzzy"
    assert [number for _, number in picker.list.options] == [211]
    assert picker.found.value == "No code fits this search."
    picker.search.value = ""
    assert len(picker.list.options) == len(codes())
    assert not heard


def test_an_unknown_code_is_refused():
    with pytest.raises(UnknownCodeError):
        widgets.CodePicker((999,))


def test_the_comparison_follows_the_picker():
    view, heard = widgets.ComparisonView(), []
    assert view.text() == stored(view) == str(compare(211, 501))
    view.observe(lambda change: heard.append(change["new"]), "value")
    view.picker.value = (500, 501, 502)
    assert heard == [(500, 501, 502)]
    assert view.text() == str(compare(500, 501, 502))
    assert view.table.value == render.html(compare(500, 501, 502))
    view.value = (250,)
    assert view.picker.list.value == (250,)
    assert view.text() == "Pick at least two codes to compare them."


def test_a_line_is_diagnosed_while_it_is_typed(bench):
    assert bench.finding.value == render.html(diagnose(MALFORMED))
    assert bench.text() == stored(bench) == f"{diagnose(MALFORMED)}\n\nNothing has been sent yet."
    bench.line.value = "QUIT"
    assert bench.value == "QUIT"
    assert bench.finding.words == str(diagnose("QUIT"))
    assert bench.fix_button.disabled


def test_the_corrected_line_takes_the_place_of_the_line(bench):
    assert not bench.fix_button.disabled
    bench.fix_button.click()
    assert bench.line.value == MENDED
    assert bench.fix_button.disabled


def test_what_is_typed_is_shown_escaped(bench):
    bench.line.value = "<script>alert(1)</script>"
    bench.send_button.click()
    assert "<script>" not in bench.finding.value
    assert "<script>" not in bench.dialogue.value


def test_sending_shows_the_exchange_and_the_dialogue(bench):
    assert bench.send().reply.code == 501
    assert f"C: {MALFORMED}\nS: 501" in bench.dialogue.words
    assert "C: EHLO client.example\nS: 250-" in bench.text()
    bench.fix_button.click()
    bench.line._handle_custom_msg({"event": "submit"}, [])  # what Enter sends
    assert f"C: {MENDED}\nS: 250" in bench.dialogue.words
    assert render.html(bench._own.transcript) in bench.dialogue.value


def test_after_goodbye_the_next_line_is_greeted_anew(bench):
    bench.value = "QUIT"
    assert bench.send().reply.code == 221
    bench.value = MENDED
    assert bench.send().reply.code == 250


def test_a_message_is_sent_after_data(bench):
    replies = []
    for line in (MENDED, "RCPT TO:<postmaster>", "DATA", "Hello", "NOOP"):
        bench.value = line
        replies.append(bench.send().reply.code)
    assert replies == [250, 250, 354, 250, 250]


@pytest.mark.parametrize("error", [LabError("the lab is closed <b>"), OSError("no port"), RuntimeError()])
def test_an_error_is_a_sentence(error):
    def fail(line):
        raise error

    bench = widgets.Bench(lab=SimpleNamespace(send=fail, transcript=None))
    assert bench.send() is None
    assert bench.dialogue.words == f"This did not work: {str(error) or 'RuntimeError'}"
    assert "<b>" not in bench.dialogue.value
    bench.close()


def test_closing_ends_the_lab_that_it_started_and_no_other():
    bench = widgets.Bench()
    bench.send()
    lab = bench._own
    bench.close()
    with pytest.raises(LabError):
        lab.send("NOOP")
    closed = []
    other = SimpleNamespace(close=lambda: closed.append(True))
    widgets.Bench(lab=other).close()
    assert not closed


def test_values_must_be_of_their_kind(bench):
    with pytest.raises(traitlets.TraitError):
        bench.value = 5
