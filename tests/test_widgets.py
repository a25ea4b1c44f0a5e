"""The widgets, driven as a notebook drives them: by setting values and clicking, without a browser."""

import asyncio
import re
import threading
import time
from contextlib import closing
from types import SimpleNamespace

import pytest
import traitlets

from smtplearn import exercises, render, widgets
from smtplearn.codes import UnknownCodeError, code, codes
from smtplearn.comparison import compare
from smtplearn.diagnosis import diagnose
from smtplearn.explain.explanation import explain
from smtplearn.lab import Lab, LabError
from smtplearn.peers import peers
from smtplearn.session import Transcript
from smtplearn.survey.probes import probe
from smtplearn.text import Message, set_language, use_language
from smtplearn.widgets import demonstrations as demonstrations_room
from smtplearn.widgets import player as player_room
from smtplearn.widgets import servers as servers_room

MALFORMED = "MAIL FROM: <a@b.example>"
MENDED = "MAIL FROM:<a@b.example>"


@pytest.fixture(autouse=True)
def _english():
    set_language("en")
    yield
    set_language(None)


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


def wait_until(condition, seconds=5):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


def ticked(picker):
    return [number for number, box in picker._boxes.items() if box.value]


def listed(picker):
    """The codes whose boxes the style sheet leaves visible."""
    rule = re.search(r":not\((.*)\) {display: none}", picker.found.value)[1]
    return [int(box.description[:3]) for box in picker.list.children if box._dom_classes[0] in rule]


def test_the_explorer_shows_what_is_picked():
    explorer = widgets.CodeExplorer()
    assert explorer.value == (211, 501)
    assert explorer.text() == stored(explorer) == f"{code(211)}\n\n{code(501)}"
    assert render.body(code(211)) + render.body(code(501)) in explorer.entries.value
    assert listed(explorer.picker) == [entry.code for entry in codes()]
    assert explorer.picker.list.children[0].description.startswith("211 System status")
    explorer.picker.value = (550,)
    assert explorer.value == (550,)
    explorer.value = ()
    assert explorer.text() == "Nothing is ticked. Tick a code in the list."


def test_picking_is_observed_and_keeps_the_order():
    picker, heard = widgets.CodePicker((501, 211)), []
    assert picker.text() == stored(picker) == f"{code(501).label}\n{code(211).label}"
    picker.observe(lambda change: heard.append(change["new"]), "value")
    picker._boxes[250].value = True
    picker._boxes[501].value = False
    picker.value = ("550",)
    picker.clear_button.click()
    assert heard == [(501, 211, 250), (211, 250), (550,), ()]
    assert ticked(picker) == []
    assert picker.clear_button.disabled
    assert picker.text() == "Nothing is ticked. Tick a code in the list."


def test_searching_filters_the_list_and_keeps_the_picked():
    picker, heard = widgets.CodePicker((211,)), []
    picker.observe(heard.append, "value")
    picker.search.value = "mailbox full"
    assert {211, 452, 552} <= set(listed(picker))
    assert picker.found.words.startswith("Found: ")
    assert 354 not in listed(picker)
    assert ticked(picker) == [211]
    picker.search.value = "xyzzy"
    assert listed(picker) == [211]
    assert picker.found.words == "No code fits this search. Ticked: 211."
    picker.search.value = ""
    assert len(listed(picker)) == len(codes())
    assert not heard


def test_a_click_means_its_code_whatever_the_list_has_become():
    """What a page sends is the state of one box; it may have left the list by then."""
    picker = widgets.CodePicker(())
    clicked = picker.list.children[3]
    picker.search.value = "501"
    assert listed(picker) == [501]
    clicked.set_state({"value": True})
    assert picker.value == (int(clicked.description[:3]),) == (221,)
    assert listed(picker) == [221, 501]


def test_folklore_can_be_found_and_ticked():
    picker = widgets.CodePicker((571,))
    assert listed(picker)[-1] == 571
    assert ticked(picker) == [571]


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
    assert render.body(compare(500, 501, 502)) in view.table.value
    view.value = (250,)
    assert ticked(view.picker) == [250]
    assert view.text() == "Tick at least two codes to compare them."


def test_a_line_is_diagnosed_while_it_is_typed(bench):
    assert render.body(diagnose(MALFORMED)) in bench.finding.value
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
    assert render.body(bench.model.transcript) in bench.dialogue.value


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


def test_a_sent_line_is_diagnosed_in_its_place(bench):
    bench.value = "RCPT TO:<bob@b.example>"
    assert "503" not in bench.finding.words
    assert bench.send().reply.code == 503
    assert "503" in bench.finding.words
    bench.value = "RCPT TO:<bob@c.example>"
    assert "503" not in bench.finding.words


def test_while_a_message_is_awaited_no_line_is_called_wrong(bench):
    for line in (MENDED, "RCPT TO:<postmaster>", "DATA"):
        bench.value = line
        bench.send()
    assert bench.finding.words.startswith("The server waits for a message.")
    bench.value = "Hello"
    assert bench.finding.words.startswith("The server waits for a message.")
    bench.send()
    assert not bench.model.in_message


@pytest.mark.parametrize("error", [LabError("the lab is closed <b>"), OSError("no port"), RuntimeError()])
def test_an_error_is_a_sentence(error):
    def fail(line):
        raise error

    bench = widgets.Bench(lab=SimpleNamespace(send=fail, transcript=None))
    assert bench.send() is None
    assert bench.dialogue.words == f"This did not work: {str(error) or 'RuntimeError'}"
    assert "closed <b>" not in bench.dialogue.value
    bench.close()


def test_closing_ends_the_lab_that_it_started_and_no_other():
    bench = widgets.Bench()
    bench.send()
    lab = bench.model._own
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


def test_a_language_is_chosen_for_all_that_is_shown():
    switch, view, bench = widgets.LanguageSwitch(), widgets.ComparisonView(), widgets.Bench()
    english = view.text(), bench.text(), switch.text()
    assert english[2] == stored(switch) == "Language: English"
    switch.choice.value = "ru"
    assert switch.text() == "Язык: Русский"
    assert view.picker.search.description == "Поиск"
    assert view.text() == str(compare(211, 501)) != english[0]
    assert bench.finding.words == str(diagnose(MALFORMED))
    assert bench.dialogue.words == "Пока ничего не отправлено."
    assert bench.send_button.description == "Отправить"
    set_language("en")
    assert (view.text(), bench.text(), switch.text()) == english


def test_a_closed_widget_is_left_alone_and_a_forgotten_one_is_no_more():
    from ipywidgets.widgets.widget import _instances

    before = dict(_instances)
    view = widgets.ComparisonView()
    words = view.text()
    view.close()
    set_language("ru")
    assert view.text() == words
    assert _instances.keys() == before.keys()


@pytest.fixture(scope="module")
def transcript():
    with Lab() as lab:
        for line in ("EHLO client.example", MENDED, "RCPT TO:<postmaster>", "DATA"):
            lab.send(line)
        lab.send_message("Subject: x\n\nHello")
        lab.send(MALFORMED)
        lab.send("QUIT")
        return lab.transcript


def test_a_dialogue_is_played_step_by_step(transcript):
    player = widgets.DialoguePlayer(transcript)
    assert "Step 1 of 15" in stored(player) == player.text()
    assert player.said.words == "S: 220 lab.example ESMTP smtplearn"
    assert player.meaning.words == f"{code(220).label}\n\n{code(220).meaning}\n\n{code(220).what_to_do}"
    assert player.back_button.disabled
    player.next_button.click()
    assert player.said.words.endswith("C: EHLO client.example")
    assert player.meaning.words == "Nothing in this line breaks a rule."
    player.next()
    assert player.said.words.endswith("S: 250 ENHANCEDSTATUSCODES")
    player.value = 10
    assert player.said.words.endswith("C: Subject: x\nC: \nC: Hello\nC: .")
    assert player.meaning.words.startswith("The text of a message.")
    player.value = 12
    assert player.meaning.words == str(diagnose(MALFORMED, player.model.now.told[0].context))
    player.value = 99
    assert player.value == 15
    assert player.next_button.disabled
    assert player.said.words.replace("\n\n", "\n") == str(transcript)
    player.first_button.click()
    assert player.value == 1


def test_every_line_of_a_dialogue_is_in_one_step(transcript):
    steps = player_room.steps(transcript)
    assert tuple(said for step in steps for said in step.said) == transcript.said
    assert all(step.told for step in steps)


def test_a_dialogue_plays_by_itself_to_its_end_and_can_be_stopped(transcript, monkeypatch):
    monkeypatch.setattr(player_room, "SECONDS_PER_STEP", 0.01)
    player = widgets.DialoguePlayer(transcript)
    player.play_button.click()
    assert player.play_button.description == "Stop"
    wait_until(lambda: player.value == 15 and player.play_button.description == "Play")
    player.play()
    wait_until(lambda: player.value > 2)
    player.play_button.click()
    reached = player.value
    time.sleep(0.05)
    assert player.value in (reached, reached + 1)
    player.play()
    player.close()
    wait_until(lambda: not [thread for thread in threading.enumerate() if thread.name == "smtplearn-player"])


def test_another_dialogue_is_played_from_its_first_step(transcript):
    player = widgets.DialoguePlayer(transcript)
    player.value = 7
    player.dialogue = Transcript(transcript.said[:3])
    assert player.place.words == "Step 1 of 3"
    player.dialogue = Transcript()
    assert player.place.words == "Step 0 of 0"
    assert player.next_button.disabled


def test_every_code_can_be_made_to_happen():
    view = widgets.DemonstrationView()
    assert stored(view) == view.text()
    assert "full mailbox" in view.story.words
    view.player.value = 99
    assert view.text().count("S: 452 4.2.2") == 1
    assert "There is no room in the mailbox now: 452." in view.player.meaning.words
    view.codes.value = 421
    assert view.value == 421
    assert view.player.value == 1
    view.value = 571
    assert view.story.words.startswith("No exchange ends in 571.")
    assert view.player.next_button.disabled
    set_language("ru")
    assert view.codes.value == view.value == 571
    assert view.story.words == f"{Message('demonstration-none', {'code': '571'})}\n\n{view.player.dialogue.reason}"
    with pytest.raises(UnknownCodeError):
        view.value = 999


def test_a_failed_demonstration_is_a_sentence(monkeypatch):
    view = widgets.DemonstrationView(452)

    def fail(number):
        raise LabError("no port")

    monkeypatch.setattr(demonstrations_room, "demonstrate", fail)
    view.value = 421
    assert view.story.words == "This did not work: no port"


def test_a_bounce_is_read_while_it_is_pasted():
    reader = widgets.BounceReader("550 5.1.1 <b>No such user</b>")
    assert reader.text() == stored(reader) == str(explain("550 5.1.1 <b>No such user</b>"))
    assert "<b>No" not in reader.meaning.value
    reader.field.value = "452 4.2.2 Mailbox full"
    assert reader.text() == str(explain("452 4.2.2 Mailbox full"))
    reader.clear_button.click()
    assert reader.field.value == ""
    assert reader.text() == "Paste a bounce, a line of a log, or a dialogue with a server."


def test_the_mood_of_the_bench(bench):
    bench.moods.value = "mailbox-full"
    assert bench.mood == "mailbox-full"
    assert "full" in bench.dialogue.words
    for line, owed in ((MENDED, 250), ("RCPT TO:<ann@lab.example>", 452)):
        bench.value = line
        assert bench.send().reply.code == owed
    bench.mood = ""
    assert bench.moods.value == ""
    assert bench.dialogue.words == "Nothing has been sent yet."
    with pytest.raises(ValueError, match="no-such"):
        bench.mood = "no-such"


RECORDED = "MAIL FROM: <ann@example.net>"


def test_recorded_servers_are_beside_each_other():
    view = widgets.ServerComparison(RECORDED)
    assert stored(view) == view.text()
    assert view.text().startswith("The RFCs ask for: 501.\n\nThese answers were recorded earlier.")
    assert re.search(r"aiosmtpd [\d.]+: The server takes what it should refuse.\n\n250 OK", view.text())
    view.line.value = "NOOP nothing like it"
    assert "No answers to this line are recorded." in view.text()
    view.close()


@pytest.mark.parametrize(
    ("tag", "words"), [("en", "The RFCs ask for: 252 or 250."), ("ru", "По RFC нужен ответ: 252 или 250.")]
)
def test_any_of_the_codes_that_are_asked_for_will_do(tag, words, monkeypatch):
    monkeypatch.setattr("smtplearn.widgets.servers.of_line", lambda line: probe("vrfy-name"))
    with use_language(tag), closing(widgets.ServerComparison("VRFY ann")) as view:
        assert view.text().startswith(words)


def test_servers_are_asked_without_waiting_and_ended_with_the_widget():
    view = widgets.ServerComparison(RECORDED)
    begun = time.monotonic()
    view.ask_button.click()
    assert time.monotonic() - begun < 0.3
    assert "aiosmtpd" in view.text()
    assert "waiting for its answer" in view.text()
    assert view.ask_button.disabled
    wait_until(lambda: not view.model.busy and not view.ask_button.disabled, 20)
    assert "smtplearn: The RFC asks for this.\n\n501 5.5.2" in view.text()
    assert re.search(r"aiosmtpd [\d.]+: The server takes what it should refuse.\n\n250 OK", view.text())
    running = list(view.model._running.values())
    assert len(running) == 1 + sum(not program.missing for program in peers())
    view.close()
    for server in running:
        with pytest.raises(LabError):
            server.send("NOOP")


def test_a_server_that_does_not_start_is_a_sentence(monkeypatch):
    view = widgets.ServerComparison(RECORDED)
    for box in view.boxes.values():
        box.value = box is view.boxes["aiosmtpd"]

    def fail(name):
        raise LabError("no <port>")

    monkeypatch.setattr(servers_room, "peer", fail)
    view.ask()
    wait_until(lambda: not view.model.busy)
    wait_until(lambda: "did not answer: no <port>" in view.text())
    assert "<port>" not in view.answers.value
    view.close()


def test_a_server_that_starts_too_late_is_ended_at_once(monkeypatch):
    started, go = [], threading.Event()

    def slow(name):
        go.wait(5)
        started.append(Lab())
        return started[0]

    monkeypatch.setattr(servers_room, "peer", lambda name: SimpleNamespace(start=lambda: slow(name)))
    servers = servers_room.Servers()
    servers.ask("NOOP", ["aiosmtpd"])
    servers.close()
    go.set()
    wait_until(lambda: not servers.busy)
    with pytest.raises(LabError):
        started[0].send("NOOP")


BY_KIND = {each.answer_kind: each for each in exercises.catalogue()}


def reference(exercise):
    if exercise.answer_kind == "bounce":
        return dict(zip(("code", "who", "retry"), exercise.reference, strict=True))
    return exercise.reference


@pytest.mark.parametrize("kind", sorted(BY_KIND))
def test_every_kind_of_exercise_is_answered(kind):
    exercise = BY_KIND[kind]
    quiz = widgets.Quiz([exercise])
    assert quiz.text() == stored(quiz)
    assert exercise.task in quiz.asked.words
    assert quiz.said.words == "Not checked yet."
    assert not quiz.check().right
    quiz.answer = reference(exercise)
    assert quiz.check().right
    assert quiz.said.words.startswith("✓")
    assert quiz.place.words == "Exercise 1 of 1. Right so far: 1."
    set_language("ru")
    assert quiz.answer == reference(exercise)
    assert quiz.check().right


def test_an_answer_is_given_by_its_controls():
    quiz = widgets.Quiz([BY_KIND[kind] for kind in ("choice", "order", "bounce", "line")])
    place = quiz._places[0]
    assert place.buttons.value is None
    place.buttons.value = str(BY_KIND["choice"].reference)
    assert quiz.check().right
    quiz.next_button.click()
    place = quiz._places[1]
    for id in map(str, BY_KIND["order"].reference):
        place.items[id].click()
    assert all(button.disabled for button in place.items.values())
    assert quiz.check().right
    place.back_button.click()
    assert len(quiz.answer) == len(place.items) - 1
    assert not quiz.check().right
    quiz.next()
    place = quiz._places[2]
    code, who, retry = BY_KIND["bounce"].reference
    place.code.value, place.lists["who"].value, place.lists["retry"].value = str(code), who, retry
    assert quiz.check().right
    quiz.next()
    place = quiz._places[3]
    place.field.value = BY_KIND["line"].reference
    place.field._handle_custom_msg({"event": "submit"}, [])
    assert quiz.place.words == "Exercise 4 of 4. Right so far: 3."
    assert quiz.next_button.disabled
    quiz.back()
    quiz.back()
    assert len(quiz.answer) == len(BY_KIND["order"].choices) - 1
    quiz.close()


def test_a_late_click_means_its_own_exercise():
    quiz = widgets.Quiz([BY_KIND["choice"], BY_KIND["line"]])
    before = quiz._places[0]
    quiz.next()
    before.buttons.value = str(BY_KIND["choice"].reference)
    assert quiz.answer == BY_KIND["line"].stub
    quiz.back()
    assert quiz.answer == str(BY_KIND["choice"].reference)


def test_hints_and_then_the_worked_answer():
    exercise = BY_KIND["code"]
    quiz = widgets.Quiz([exercise])
    for number in (1, 2, 3):
        assert quiz.hint_button.description == f"Hint {number}"
        quiz.hint_button.click()
    assert quiz.said.words == "\n\n".join(str(exercise.hint(number)) for number in (1, 2, 3))
    assert quiz.hint_button.description == "Worked answer"
    quiz.hint_button.click()
    assert quiz.said.words.endswith(str(exercise.solution))
    assert quiz.hint_button.disabled


def test_drills_have_no_end_and_progress_is_kept(tmp_path):
    quiz = widgets.Quiz(exercises.drills(seed=3))
    quiz.next()
    quiz.next()
    assert quiz.place.words == "Exercise 3. Right so far: 0."
    progress = exercises.Progress(tmp_path / "progress.json")
    quiz = widgets.Quiz(progress=progress)
    quiz.answer = quiz.model.exercise.reference
    quiz.check()
    assert sum(each.right for each in progress.memory.topics.values()) == 1
    quiz.next()
    assert not quiz.next_button.disabled


def test_progress_that_cannot_be_kept_is_told(tmp_path):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    quiz = widgets.Quiz([BY_KIND["code"]], exercises.Progress(tmp_path / "new" / "progress.json"))
    quiz.progress.path = tmp_path / "file" / "progress.json"
    quiz.answer = BY_KIND["code"].reference
    assert quiz.check().right
    assert not quiz.said.words.startswith("✓")


def test_an_exam_keeps_answers_and_shows_marks_at_its_end():
    sheet = widgets.ExamSheet(exercises.Exam(seed=5, count=3))
    assert sheet.place.words == "Exercise 1 of 3. Still to answer: 3."
    assert sheet.said.words == "Not answered yet."
    sheet.answer = sheet.model.exercise.reference
    sheet.check_button.click()
    assert sheet.said.words.startswith("Your answer is kept.")
    assert "✓" not in sheet.text()
    sheet.next()
    sheet.finish_button.click()
    assert sheet.marks.right == 1
    assert sheet.said.words == str(sheet.marks)
    assert sheet.check_button.disabled


def test_enter_waits_for_the_letters_that_come_after_it(bench):
    """A page tells of Enter at once, and of the last letters when the kernel has time."""

    async def typed():
        bench.line.value = "NOO"
        bench.line._handle_custom_msg({"event": "submit"}, [])
        await asyncio.sleep(0.03)
        bench.line.value = "NOOP"
        await asyncio.sleep(0.3)

    asyncio.run(typed())
    assert "C: NOOP\n" in f"{bench.dialogue.words}\n"
    assert "C: NOO\n" not in bench.dialogue.words
