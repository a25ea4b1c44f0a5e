import re
from functools import cache
from importlib import resources

import pytest
from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

from smtplearn import text
from smtplearn.text import Message, has, ids, language, languages, say, set_language, use_language

FOLDER = resources.files("smtplearn") / "data" / "text"


@pytest.fixture(autouse=True)
def _no_choice(monkeypatch):
    for variable in text.VARIABLES:
        monkeypatch.delenv(variable, raising=False)
    set_language(None)
    yield
    set_language(None)


def test_two_languages_have_texts():
    assert set(languages()) >= {"en", "ru"}


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({}, "en"),
        ({"LANG": "ru_RU.UTF-8"}, "ru"),
        ({"LANG": "ru"}, "ru"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "xx_YY"}, "en"),
        ({"LC_ALL": "en_GB.UTF-8", "LANG": "ru_RU.UTF-8"}, "en"),
        ({"SMTPLEARN_LANGUAGE": "ru", "LC_ALL": "en_GB.UTF-8"}, "ru"),
        ({"SMTPLEARN_LANGUAGE": "", "LANG": "ru-RU"}, "ru"),
    ],
)
def test_the_environment_is_the_default(monkeypatch, variables, expected):
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert language() == expected


def test_a_choice_wins_and_can_be_taken_back(monkeypatch):
    monkeypatch.setenv("LANG", "ru_RU.UTF-8")
    set_language("en")
    assert say("category-0") == "syntax"
    set_language(None)
    assert say("category-0") == "синтаксис"
    with use_language("en"):
        assert language() == "en"
        with use_language(None):
            assert language() == "en"
    assert language() == "ru"


@pytest.mark.parametrize("tag", ["xx", "", "..", "RU", 5])
def test_an_unknown_language_is_refused_in_a_sentence(tag):
    told = f"There are no texts in “{tag}”. The languages are: {', '.join(languages())}."
    with pytest.raises(ValueError, match=re.escape(told)):
        set_language(tag)
    assert language() == "en"


def test_a_block_gives_the_language_back_after_an_error():
    with pytest.raises(RuntimeError), use_language("ru"):
        raise RuntimeError
    assert language() == "en"


def test_a_message_speaks_each_language():
    message = Message("text-missing", {"code": 999})
    assert str(message) == "No text for 999 yet."
    assert message.in_language("ru") == "Текста для кода 999 пока нет."
    assert str(Message("text-missing", {"code": Message("category-0")})) == "No text for syntax yet."


def test_an_unknown_id_and_a_forgotten_argument_are_errors():
    with pytest.raises(KeyError):
        say("no-such-id")
    with pytest.raises(KeyError):
        say("code-501.no-such-part")
    with pytest.raises(ValueError, match="en/text-missing"):
        say("text-missing")
    assert not has("no-such-id")


def test_ids_include_attributes():
    assert {"category-0", "severity-2", "severity-2.digit-rule", "code-501.meaning"} <= ids("en")
    assert "code-501" not in ids("en")


def _variables(tag):
    """The variables of every message and attribute of a language; no id stands twice."""
    found = {}

    class Names(Visitor):
        def __init__(self):
            self.names = set()

        def visit_VariableReference(self, node):  # noqa: N802
            self.names.add(node.id.name)

    for file in sorted((FOLDER / tag).iterdir(), key=str):
        for entry in FluentParser().parse(file.read_text(encoding="utf-8")).body:
            assert not isinstance(entry, ast.Junk), f"{file}: {entry.content}"
            if not isinstance(entry, ast.Message):
                continue
            named = [(entry.id.name, entry.value)]
            named += [(f"{entry.id.name}.{attribute.id.name}", attribute.value) for attribute in entry.attributes]
            for id, value in named:
                if value is not None:
                    assert id not in found, f"{id} twice in {tag}"
                    visitor = Names()
                    visitor.visit(value)
                    found[id] = visitor.names
    return found


def test_every_language_has_the_same_files_ids_and_variables():
    assert len({tuple(sorted(file.name for file in (FOLDER / tag).iterdir())) for tag in languages()}) == 1
    english = _variables("en")
    assert ids("en") == english.keys()
    for tag in languages():
        assert ids(tag) == ids("en")
        assert _variables(tag) == english


def test_a_message_may_refer_to_one_of_another_file(monkeypatch, tmp_path):
    (tmp_path / "de").mkdir()
    (tmp_path / "de" / "a.ftl").write_text("greeting = Hello, { -name } of { place }", encoding="utf-8")
    (tmp_path / "de" / "b.ftl").write_text("-name = Ann\nplace = Client", encoding="utf-8")
    for cached in (text._tags, text._bundle, text._entries, text._load, text._pattern):
        monkeypatch.setattr(text, cached.__name__, cache(cached.__wrapped__))
    monkeypatch.setattr(text, "_FOLDER", tmp_path)
    assert Message("greeting").in_language("de") == "Hello, Ann of Client"
    assert ids("de") == {"greeting", "place"}
