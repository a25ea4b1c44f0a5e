# Подписи интерактивных частей.

widget-search = Поиск
widget-search-hint = число, слова или команда
widget-codes = Коды
widget-codes-hint = Стрелки перемещают по списку; с Ctrl (на Mac — Cmd) или Shift можно выбрать несколько кодов.
widget-nothing-picked = Выберите код в списке.
widget-pick-two = Чтобы сравнить коды, выберите хотя бы два.
widget-nothing-found = По этому запросу ничего не найдено.
widget-line = Строка
widget-line-hint = Команда SMTP в том виде, в каком её отправляет клиент. Enter отправляет её.
widget-send = Отправить
widget-send-hint = Отправить эту строку серверу на этом же компьютере
widget-use-fixed = Взять исправленную строку
widget-use-fixed-hint = Заменить вашу строку исправленной
widget-transcript = Весь диалог
widget-nothing-sent = Пока ничего не отправлено.
widget-failed = Не получилось: { $reason }
