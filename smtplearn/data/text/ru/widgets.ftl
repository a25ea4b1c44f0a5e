# Подписи интерактивных частей.

language-name = Русский

widget-language = Язык
widget-language-hint = Язык всего, что показано. Список открывается пробелом.
widget-failed = Не получилось: { $reason }

widget-search = Поиск
widget-search-hint = число, слова или команда
widget-clear = Снять все отметки
widget-clear-hint = Начать с пустого выбора
widget-found = { $count ->
    [1] Найдено: { $best }.
   *[other] Найдено: { $count }, лучше всего подходят { $best }.
}
widget-nothing-picked = Ничего не отмечено. Отметьте код в списке.
widget-picked = Отмечено: { $codes }.
widget-pick-two = Чтобы сравнить коды, отметьте хотя бы два.
widget-nothing-found = По этому запросу ничего не найдено.
widget-entries = Что говорит справочник кодов
widget-comparison = Чем отличаются коды

widget-line = Строка
widget-line-hint = Команда SMTP в том виде, в каком её отправляет клиент. Enter отправляет её.
widget-send = Отправить
widget-send-hint = Отправить эту строку серверу на этом же компьютере
widget-use-fixed = Взять исправленную строку
widget-use-fixed-hint = Заменить вашу строку исправленной
widget-finding = Что не так в строке
widget-dialogue = Весь диалог
widget-nothing-sent = Пока ничего не отправлено.
widget-mood = Сервер
widget-mood-hint = Как ведёт себя сервер на этом компьютере; с каждым выбором он начинает заново. Список открывается пробелом.
widget-mood-usual = как обычно
widget-message-wanted = Сервер ждёт письмо. Следующая отправленная строка станет его текстом, а точку после неё поставит клиент.

widget-play = Проиграть
widget-play-hint = Идти шаг за шагом без нажатий или остановиться
widget-play-stop = Стоп
widget-play-next = Дальше
widget-play-next-hint = Следующий шаг
widget-play-back = Назад
widget-play-back-hint = На шаг назад
widget-play-first = Сначала
widget-play-first-hint = Вернуться к первому шагу
widget-play-place = Шаг { $number } из { $count }
widget-play-message = Текст письма. Команд сервер в нём не ищет, пока не придёт строка из одной точки.
widget-play-unknown = Этого кода нет ни в RFC, ни в списках. Что делать клиенту, решает первая цифра.
widget-play-remark = Этого никто не говорил: это произошло между строками.
widget-meaning = Что значит последняя строка

widget-code = Код
widget-code-hint = Код, который мы хотим получить. Список открывается пробелом.
widget-story = Какой сервер так отвечает

widget-bounce = Текст
widget-bounce-hint = Письмо о недоставке, строка журнала или диалог с сервером
widget-bounce-clear = Очистить
widget-bounce-clear-hint = Освободить место для другого текста
widget-bounce-empty = Вставьте письмо о недоставке, строку журнала или диалог с сервером.
widget-bounce-meaning = О чём говорит этот текст

widget-ask = Спросить серверы
widget-ask-hint = Отправить эту строку отмеченным серверам
widget-answers = Что отвечают серверы
widget-recorded = Эти ответы записаны раньше. Спросите серверы на этом компьютере, чтобы увидеть их ответы.
widget-not-recorded = Записанных ответов на эту строку нет. Спросите серверы на этом компьютере.
widget-asked = По RFC нужен ответ: { $codes }.
widget-waiting = { $server }: ждём ответа…
widget-answer-of = { $server }: { $reason }
widget-server-failed = { $server } не ответил: { $reason }
widget-server-missing = На этом компьютере его нет. Чего не хватает, покажет команда «smtplearn peers».

widget-answer = Ответ
widget-answer-hint = Enter проверяет его.
widget-answer-code = Код ответа
widget-answer-who = За кем дело
widget-answer-retry = Отправлять ещё раз?
widget-choose = — выберите —
widget-order = Ваш порядок: { $order }
widget-order-empty = Нажимайте команды одну за другой в правильном порядке.
widget-order-back = Убрать последнюю
widget-order-back-hint = Убрать последнюю команду
widget-exercise = Задание
widget-outcome = Что сказано о вашем ответе
widget-check = Проверить
widget-check-hint = Узнать, верен ли ответ
widget-help = Подсказка
widget-help-hint = После трёх подсказок — ответ с разбором
widget-help-number = Подсказка { $number }
widget-solution = Ответ с разбором
widget-back = Назад
widget-back-hint = Предыдущее задание
widget-next = Дальше
widget-next-hint = Следующее задание
widget-place = Задание { $number } из { $count }. Верных ответов: { $right }.
widget-place-endless = Задание { $number }. Верных ответов: { $right }.
widget-not-checked = Ответ ещё не проверен.

widget-keep = Сохранить ответ
widget-finish = Сдать экзамен
widget-finish-hint = Закончить экзамен и показать оценку
widget-exam-place = { $left ->
    [0] Задание { $number } из { $count }. Ответы есть на все.
   *[other] Задание { $number } из { $count }. Осталось ответить: { $left }.
}
widget-kept = Ответ сохранён. Пока экзамен не сдан, его можно изменить.
widget-not-kept = Ответа ещё нет.
