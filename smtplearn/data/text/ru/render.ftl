# Подписи, которые стоят рядом с показанным значением.

## Разобранная строка

render-empty-line = (пустая строка)
render-no-findings = Эта строка не нарушает ни одного правила.
render-octet = октет { $octet }, считая с 0
render-rule = правило { $rule }, { $source }
render-expected = ожидается: { $what }
render-fixed = исправлено
render-spoken-fixed = Исправленная строка: { $line }
render-spoken-line = Строка: { $line }
render-spoken-reply = Ответ: { $reply }
render-spoken-section = раздел

## Сравнение и диалог

render-aspect = Признак
render-differs = различается
render-same = совпадает
render-none = нет
render-tell-apart = Как их различить
render-spoken-client = Клиент говорит: { $line }
render-spoken-server = Сервер говорит: { $line }
