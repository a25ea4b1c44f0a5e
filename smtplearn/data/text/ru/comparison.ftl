### Чем отличаются коды ответа: признаки и фразы о них.

aspect-phrase = Официальная фраза
aspect-senses = Два значения
aspect-severity = Первая цифра: исход
aspect-digit-rule = Что клиент делает дальше
aspect-category = Вторая цифра: о чём речь
aspect-meaning = Значение
aspect-seen-when = Когда встречается
aspect-commands = На какие команды приходит
aspect-actor = За кем дело
aspect-what-to-do = Что делать
aspect-sender = Отправителю
aspect-postmaster = Администратору почты получателя
aspect-developer = Разработчику
aspect-retry = Повторять ли
aspect-enhanced = Расширенные коды
aspect-meant = Вероятно, имелось в виду
aspect-use-when = Когда его присылают
aspect-status = Статус
aspect-sources = Источники
aspect-confused = С чем легче всего спутать

digit-and-name = { $digit }: { $name }
command-any = любая команда
command-connect = открытие соединения
command-message = конец письма
commands-none = ни в одном RFC не сказано
enhanced-none = в реестре нет
sources-none = ни RFC, ни реестр
confused-none = никаких: своего ответа в этом случае нет
advice-none = ничего сверх сказанного
aspect-none = нет
meant = { $status } без точек
sense = ({ $number }) { $meaning }

compare-too-few = Для сравнения нужно не меньше двух кодов, а { $count ->
    [0] не задано ни одного.
   *[other] задан только один.
}
compare-twice = Код { $code } задан больше одного раза, а сравнивать можно только разные коды.

use-common-commands = { $count ->
    [2] Общие команды обоих кодов: { $commands }.
   *[other] Общие команды этих кодов: { $commands }.
}
use-alone = Только у { $code }: { $commands }.
use-any-command = Только у { $code }: любая другая команда.
use-no-common-command = { $count ->
    [2] Общих команд у этих кодов в RFC нет, поэтому решает команда.
   *[other] Общей команды у всех этих кодов в RFC нет, поэтому смотрите сначала на команду.
}
use-no-command = { $count ->
    [1] Ни в одном RFC не сказано, на какую команду приходит { $codes }.
   *[other] Ни в одном RFC не сказано, на какие команды приходят { $codes }.
}
use-by-outcome = По первой цифре: { $values }.
use-never = Серверу не следует присылать { $code }.

compare-outcome = Различается первая цифра, а значит, и исход: { $values }.
compare-same-outcome = { $count ->
    [2] У обоих кодов
   *[other] У всех этих кодов
} одна и та же первая цифра, а значит, и исход один: { $value }.
compare-category = Различается вторая цифра, то есть предмет ответа: { $values }.
compare-commands = Различаются команды, на которые они приходят: { $values }.
compare-meaning = Ни предмет ответа, ни команды их не различают — различает только значение.
