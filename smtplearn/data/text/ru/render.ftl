# Подписи, которые стоят рядом с показанным значением.

## Разобранная строка

render-empty-line = (пустая строка)
render-no-findings = Эта строка не нарушает ни одного правила.
render-not-sent = Не отправлено: получилось бы больше одной строки.
render-octet = октет { $octet }, считая с 0
render-rule = правило { $rule } = { $abnf }, { $source }
render-expected = ожидается: { $what }
render-fixed = исправлено
render-fixed-otherwise = или
render-elsewhere = другие серверы отвечают: { $codes }
render-unfixable = исправить нечем: { $why }
render-spoken-fixed = Исправленная строка: { $line }
render-spoken-line = Строка: { $line }
render-spoken-reply = Ответ: { $reply }
render-spoken-section = раздел

## Проверенный сеанс

render-turn = Строка { $number }: { $line }
render-answered = Сервер в этом тексте ответил { $answered }, а строгий должен ответить { $owed }.
render-checked =
    { $lines ->
        [one] { $lines } команда
        [few] { $lines } команды
        [many] { $lines } команд
       *[other] { $lines } команды
    }, { $wrong ->
        [0] ошибок нет.
        [one] с ошибкой: { $wrong }.
       *[other] с ошибками: { $wrong }.
    }

## Сравнение и диалог

render-folklore = { $code } — фольклор: «{ $phrase }»
render-sense = Значение { $number }: { $title }
render-aspect = Признак
render-differs = различается
render-same = совпадает
render-none = нет
render-instead = Коды для такого случая
render-when-to-use = Когда какой код
render-tell-apart = Как их различить
render-spoken-client = Клиент говорит: { $line }
render-spoken-server = Сервер говорит: { $line }
