# Подписи интерактивных частей.

language-name = Русский

widget-language = Язык
widget-language-hint = Язык всего, что показано
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
