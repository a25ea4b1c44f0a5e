"""Each widget in a real JupyterLab: by mouse, by keyboard alone, in light, dark and narrow, and by axe-core."""

from __future__ import annotations

import re

import pytest
from parts import NARROW, WIDGETS, Parts

MALFORMED = "MAIL FROM:<ann@my_client.example>"
BOUNCE = "550 5.1.1 <bob@server.example>: No such user <here>"


def button(part, name):
    return part.get_by_role("button", name=name, exact=True)


def test_by_mouse_the_explorer(parts: Parts) -> None:
    part = parts["explorer"]
    part.get_by_role("textbox", name="Search").fill("mailbox full")
    part.get_by_text("Found: ").wait_for()
    assert part.get_by_role("checkbox", name=re.compile("^211 ")).is_hidden()
    part.get_by_role("checkbox", name=re.compile("^452 ")).click()
    part.get_by_text("Ticked: 501, 452.").wait_for()
    part.locator(".title", has_text="452 Requested action").first.wait_for()
    button(part, "Untick all").click()
    part.get_by_text("Nothing is ticked.").first.wait_for()


def test_by_keyboard_the_explorer(parts: Parts) -> None:
    parts.renew("explorer")
    part = parts.enter("explorer")
    parts.page.keyboard.type("553")
    part.get_by_text("Found: 553.").wait_for()
    parts.press("Tab", "Tab", "Space")  # past 501, which is ticked, to 553
    part.get_by_text("Ticked: 501, 553.").wait_for()


def test_a_click_just_after_typing_means_the_code_that_was_clicked(parts: Parts) -> None:
    """No wait between the two: the list may still be the old one, or already the new."""
    parts.renew("explorer")
    part = parts["explorer"]
    box = part.get_by_role("checkbox", name=re.compile("^250 "))
    box.scroll_into_view_if_needed()
    place = box.bounding_box()
    part.get_by_role("textbox", name="Search").fill("25")
    parts.page.mouse.click(place["x"] + 5, place["y"] + 5)
    part.get_by_text("Found: ").wait_for()
    parts.page.wait_for_timeout(300)
    ticked = [each for each in part.get_by_role("checkbox").all() if each.is_checked()]
    said = part.get_by_text("Ticked: ").inner_text()
    assert {each.locator("..").inner_text()[:3] for each in ticked} == set(
        re.findall(r"\d{3}", said.split("Ticked")[1])
    )


def test_by_mouse_the_comparison(parts: Parts) -> None:
    part = parts["comparison"]
    part.get_by_role("checkbox", name=re.compile("^214 ")).click()
    part.locator("th[scope=col]", has_text="214").first.wait_for()


def test_by_keyboard_the_comparison(parts: Parts) -> None:
    part = parts.enter("comparison")
    parts.page.keyboard.type("500")
    part.get_by_text("Found: 500.").wait_for()
    parts.press("Tab", "Tab", "Tab", "Space")  # past 211 and 214, which are ticked
    part.locator("th[scope=col]", has_text="500").first.wait_for()


def test_by_mouse_the_bench(parts: Parts) -> None:
    part = parts["bench"]
    button(part, "Use the corrected line").click()
    part.get_by_text("Nothing in this line breaks a rule.").wait_for()
    part.get_by_role("combobox", name="Server").select_option("A full mailbox, for now")
    part.get_by_text("mailbox-full – ").wait_for()
    button(part, "Send").click()
    part.get_by_text("S: 250 2.1.0").first.wait_for()


def test_by_keyboard_the_bench(parts: Parts) -> None:
    parts.renew("bench")
    part = parts.enter("bench")
    parts.press("Control+A")
    parts.page.keyboard.type(MALFORMED)
    part.get_by_text("An underscore cannot stand in a domain.").first.wait_for()
    parts.press("Enter")
    part.get_by_text("S: 501 5.1.7").first.wait_for()
    parts.press("Tab", "Tab", "Enter")
    part.get_by_text("Nothing in this line breaks a rule.").wait_for()


def test_by_mouse_the_player(parts: Parts) -> None:
    part = parts["player"]
    button(part, "Next").click()
    part.get_by_text("C: EHLO client.example").wait_for()
    button(part, "Play").click()
    part.get_by_text("Step 3 of 7").wait_for()
    button(part, "Stop").click()
    button(part, "Play").wait_for()


def test_by_keyboard_the_player(parts: Parts) -> None:
    parts.renew("player")
    part = parts.enter("player")
    for number in (2, 3, 4):
        parts.press("Enter")
        part.get_by_text(f"Step {number} of 7").wait_for()
    part.get_by_text("No space is allowed after the colon.").first.wait_for()
    assert parts.page.evaluate("() => document.activeElement.innerText") == "Next"


def test_by_mouse_the_demonstration(parts: Parts) -> None:
    part = parts["demonstration"]
    part.get_by_role("combobox", name="Code").select_option(
        "421 <domain> Service not available, closing transmission channel"
    )
    part.get_by_text("Closing down in mid-session.").wait_for()
    for number in (2, 3):
        button(part, "Next").click()
        part.get_by_text(f"Step {number} of 3").wait_for()
    part.get_by_text("S: 421").first.wait_for()


def test_by_keyboard_the_demonstration(parts: Parts) -> None:
    parts.renew("demonstration")
    part = parts.enter("demonstration")
    parts.press("Space")  # opens the list, which then takes every key
    parts.page.keyboard.type("354")
    parts.press("Enter")
    part.get_by_text("Step 1 of 5").wait_for()
    parts.press("Tab", "Tab")
    for number in range(2, 6):
        parts.press("Enter")
        part.get_by_text(f"Step {number} of 5").wait_for()
    part.get_by_text("S: 354").first.wait_for()


def test_by_mouse_the_servers(parts: Parts) -> None:
    part = parts["servers"]
    part.get_by_text("These answers were recorded earlier.").wait_for()
    button(part, "Ask the servers").click()
    part.get_by_text("smtplearn: The RFC asks for this.").wait_for()
    part.get_by_text(re.compile(r"aiosmtpd [\d.]+: The server takes what it should refuse.")).wait_for()


def test_by_keyboard_the_servers(parts: Parts) -> None:
    part = parts.enter("servers")
    parts.press("Control+A")
    parts.page.keyboard.type("NOOP <b>")
    part.get_by_text("No answers to this line are recorded.").wait_for()
    parts.press("Enter")
    part.get_by_text("smtplearn: The RFC asks for this.").wait_for()


def test_by_mouse_the_bounce_reader(parts: Parts) -> None:
    part = parts["bounce"]
    part.get_by_role("textbox", name="Text").fill(BOUNCE)
    part.get_by_text("The failure is permanent").wait_for()
    button(part, "Clear").click()
    part.get_by_text("Paste a bounce").wait_for()


def test_by_keyboard_the_bounce_reader(parts: Parts) -> None:
    part = parts.enter("bounce")
    parts.page.keyboard.insert_text(BOUNCE)
    part.get_by_text("The failure is permanent").wait_for()


def test_by_mouse_the_quiz(parts: Parts) -> None:
    part = parts["quiz"]
    part.get_by_role("textbox", name="Answer").fill("EHLO client.example")
    button(part, "Check").click()
    part.get_by_text("✓").first.wait_for()
    button(part, "Next").click()
    part.get_by_role("radio", name="the client").click()
    button(part, "Check").click()
    part.get_by_text("✗").first.wait_for()
    button(part, "Hint 1").click()
    part.get_by_text("Hint 1:").wait_for()
    button(part, "Next").click()
    button(part, "EHLO client.example").click()
    part.get_by_text("Your order: EHLO client.example").wait_for()


def test_by_keyboard_the_quiz(parts: Parts) -> None:
    parts.renew("quiz")
    part = parts.enter("quiz")  # at Next: there is no way back from the first
    parts.press("Tab", "Tab")
    parts.page.keyboard.type("EHLO client.example")
    parts.press("Enter")
    part.get_by_text("✓").first.wait_for()
    parts.press("Shift+Tab", "Shift+Tab", "Enter")
    part.get_by_text("Exercise 2 of 4").wait_for()
    parts.press("Tab", "Tab", "Tab", "Tab", "Space", "Tab", "Enter")  # JupyterLab takes the arrow keys, not Tab
    part.get_by_text("Right so far: 2.").wait_for()


def test_by_mouse_and_by_keyboard_the_language(parts: Parts) -> None:
    choice = parts["language"].get_by_role("combobox", name="Language")
    choice.select_option("Русский")
    part = parts["bench"]
    button(part, "Отправить").wait_for()
    part.get_by_role("textbox", name="Строка").wait_for()
    button(parts["quiz"], "Проверить").wait_for()
    parts.enter("language")
    parts.press("Space", "ArrowUp", "Enter")
    button(parts["bench"], "Send").wait_for()


@pytest.mark.parametrize("name", WIDGETS)
def test_nothing_jumps(parts: Parts, name: str) -> None:
    """However much a widget has to say, it is as high as before it was used."""
    used = parts[name].bounding_box()["height"]
    parts.renew(name)
    assert parts[name].bounding_box()["height"] == pytest.approx(used, abs=1)


@pytest.mark.parametrize("mode", ["light", "dark", "narrow"])
def test_pictures_and_accessibility(parts: Parts, mode: str) -> None:
    """Use each, look at it, and let axe-core look at it."""
    parts.look(mode)
    for name in WIDGETS:
        parts.picture(name, mode)
        if mode != "narrow":
            continue
        box = parts[name].bounding_box()
        assert box["x"] + box["width"] <= NARROW["width"]
    assert not parts.faults()


def test_axe_is_not_blind(parts: Parts) -> None:
    parts.page.evaluate(
        "() => { const field = document.createElement('input'); field.id = 'nameless';"
        "document.querySelector('.smtplearn-part').append(field); }"
    )
    assert any("nameless" in fault for fault in parts.faults())
    parts.page.evaluate("() => document.getElementById('nameless').remove()")
