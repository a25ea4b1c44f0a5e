### Названия столбцов таблиц.

table-code = код
table-phrase = фраза
table-severity = исход
table-category = предмет
table-status = статус
table-commands = команды
table-sources = источники

table-command = команда
table-success = успех
table-intermediate = продолжайте
table-error = отказ
table-section = раздел
table-note = примечание

table-aspect = признак
table-differs = отличие

table-line = строка
table-octet = октет
table-rule = правило
table-message = что не так
table-reply = ответ
table-fixed = исправлено
table-no-finding = ошибок нет
table-case = пример
table-group = группа
table-verdict = вывод
table-why = почему

table-asked = RFC
table-agreement = единодушие
table-server = сервер
table-judged = оценено

table-mood = режим
table-meaning = что это
table-codes = коды

table-parameter = параметр
table-extension = расширение
table-value = значение
table-no-value = без значения
table-sample = например
table-refusal = если не предложен
