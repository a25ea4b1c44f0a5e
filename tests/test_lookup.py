import time

import pytest

from smtplearn.codes import codes
from smtplearn.lookup import search
from smtplearn.text import languages, set_language


@pytest.fixture(autouse=True)
def _english():
    set_language("en")
    yield
    set_language(None)


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("501", [501]),
        ("55", [550, 551, 552, 553, 554, 555, 556]),
        ("mailbox full", [552, 452, 422]),
        ("почтовый ящик", [450]),
        ("Переполненный ЯЩИК", [552, 452]),
        ("5.1.1", [550]),
        ("4.4.1", [451, 441]),
        ("etrn", [250, 251, 252, 253, 458, 459]),
        ("BASE64 challenge", [334]),
        ("mailbox zeppelin", []),
        ("?!", []),
    ],
)
def test_search_finds_the_best_first(query, first):
    assert [int(entry) for entry in search(query)][: len(first) or 1] == first


def test_search_for_nothing_gives_everything_and_takes_anything():
    assert search(" ") == codes()
    assert search("[(*\\ \ud800\x00") == ()
    assert all(entry in search("55") for entry in search("55 rcpt"))


# What people type when they do not know the code, and the code that must come first.
SYMPTOMS = [
    ("mailbox full", 552),
    ("the mailbox is full", 552),
    ("over quota", 552),
    ("user is over quota", 552),
    ("no such user", 550),
    ("user unknown", 550),
    ("Recipient address rejected: User unknown", 550),
    ("mailbox not found", 550),
    ("greylisted", 450),
    ("greylisting in action", 450),
    ("relay denied", 550),
    ("Relaying denied", 550),
    ("Relay access denied", 550),
    ("rejected as spam", 550),
    ("my IP is on a blacklist", 554),
    ("blocklist", 554),
    ("message too large", 552),
    ("attachment too big", 552),
    ("too many recipients", 452),
    ("too many connections", 421),
    ("sending too fast", 421),
    ("timed out", 421),
    ("wrong password", 535),
    ("authentication failed", 535),
    ("authentication required", 530),
    ("app password", 534),
    ("must issue STARTTLS", 530),
    ("tls not available", 454),
    ("bad sequence of commands", 503),
    ("unknown command", 500),
    ("not implemented", 502),
    ("line too long", 500),
    ("malformed address", 501),
    ("disk full", 452),
    ("dns error", 451),
    ("null mx", 556),
    ("service not available", 421),
    ("message accepted", 250),
    ("550 mailbox full", 550),
    ("550 5.1.1 user unknown", 550),
    ("451 4.7.1 Greylisting in action", 451),
    ("invalid recipient", 550),
    ("sender address rejected", 550),
    ("temporarily deferred", 450),
    ("host not found", 550),
    ("virus", 554),
    ("connection refused", 111),
    ("почтовый ящик переполнен", 552),
    ("Ящик получателя переполнен", 552),
    ("превышена квота", 552),
    ("нет такого пользователя", 550),
    ("пользователь не найден", 550),
    ("адреса не существует", 550),
    ("серый список", 450),
    ("серые списки", 450),
    ("пересылка запрещена", 550),
    ("письмо отклонено как спам", 550),
    ("чёрный список", 554),
    ("наш адрес в черном списке", 554),
    ("слишком большое письмо", 552),
    ("слишком много получателей", 452),
    ("слишком много соединений", 421),
    ("неверный пароль", 535),
    ("пароль приложения", 534),
    ("требуется аутентификация", 530),
    ("требуется шифрование", 530),
    ("неверный порядок команд", 503),
    ("неизвестная команда", 500),
    ("строка слишком длинная", 500),
    ("неверный адрес", 501),
    ("ящик занят", 450),
    ("ошибка DNS", 451),
    ("домен не принимает почту", 556),
    ("попробуйте позже", 421),
    ("отказано в доступе", 550),
    ("не могу войти", 535),
    ("недостаточно места", 452),
    ("отправитель отклонен", 550),
    ("домен не найден", 550),
    ("вирус", 554),
]


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize(("query", "first"), SYMPTOMS)
def test_a_symptom_is_found_in_every_language(query, first, language):
    set_language(language)
    assert search(query)[0] == first


def test_what_is_pasted_may_be_long():
    begin = time.perf_counter()
    search("mailbox " * 1_000_000)
    search("x" * 10_000_000)
    assert time.perf_counter() - begin < 1


def test_folklore_comes_last():
    for query in ("5", "54", "mailbox", "адрес", "4", "dns"):
        statuses = [entry.status == "folklore" for entry in search(query)]
        assert statuses == sorted(statuses)
    assert search("441")[0] == 441


def test_a_search_takes_less_than_a_millisecond():
    search("mailbox full")
    times = []
    for _ in range(20):
        begin = time.perf_counter()
        search("почтовый ящик переполнен")
        times.append(time.perf_counter() - begin)
    assert min(times) < 0.001
