### Чем отличаются коды ответов: признаки и фразы о них.

aspect-phrase = Официальная фраза
aspect-severity = Первая цифра: исход
aspect-digit-rule = Что клиент делает дальше
aspect-category = Вторая цифра: о чём речь
aspect-meaning = Значение
aspect-seen-when = Когда встречается
aspect-commands = На какие команды приходит
aspect-actor = За кем дело
aspect-what-to-do = Что делать
aspect-retry = Повторять ли
aspect-enhanced = Расширенные коды
aspect-status = Статус
aspect-sources = Источники
aspect-confused = С чем легче всего спутать

digit-and-name = { $digit }: { $name }
command-any = любая команда
command-connect = открытие соединения
command-message = конец письма
commands-none = ни в одном RFC не сказано
enhanced-none = в реестре нет

compare-too-few = Для сравнения нужно не меньше двух кодов, а { $count ->
    [0] не задано ни одного.
   *[other] задан только один.
}
compare-twice = Код { $code } задан больше одного раза, а сравнивать можно только разные коды.

compare-outcome = Различается первая цифра, а значит, и исход: { $values }.
compare-same-outcome = { $count ->
    [2] У обоих кодов
   *[other] У всех этих кодов
} одна и та же первая цифра, а значит, и исход один: { $value }.
compare-category = Различается вторая цифра, то есть предмет ответа: { $values }.
compare-commands = Различаются команды, на которые они приходят: { $values }.
compare-meaning = Ни предмет ответа, ни команды их не различают — различает только значение.
