### Что говорится об ответе, к какому бы заданию он ни был.

## Виды заданий

kind-line = написать строку
    .task = Напишите строку, на которую придёт этот код.
kind-mend = исправить строку
    .task = Исправьте эту строку. Больше ничего не меняйте.
kind-code = какой код
    .task = Какой код придёт на эту строку? Всё, что нужно, сказано до неё.
    .behind = Какой код придёт на последнюю из этих строк?
kind-choice = как поступить
    .task = Как вы поступите?
kind-reply = прочесть ответ
    .task = Что из этого — один целый ответ? Знак ⏎ стоит на месте конца строки.
kind-digit = что говорит цифра
    .task = Что говорит эта цифра?
kind-verdict = верна или нет
    .task = Построена ли эта строка по правилам?
kind-server = кто так ответил
    .task = Какой сервер ответил так?
kind-octet = где ошибка
    .task = На каком октете ломается эта строка? Считайте с 0.
kind-order = расставить команды
    .task = Расставьте команды так, чтобы сервер не отклонил ни одной.
kind-bounce = прочесть письмо о недоставке
    .task = О чём говорит это письмо о недоставке: какой код ответа, за кем дело и надо ли отправлять снова?

## Как дать ответ

answer-wanted-line = Ответ — одна строка с командой, например "STARTTLS".
answer-wanted-code = Ответ — это код ответа, например 250.
answer-wanted-choice = Ответ — номер или название варианта.
answer-wanted-order = Ответ — номера в верном порядке, например "2 1 3".
answer-wanted-octet = Ответ — число: 0 — первый октет строки.
answer-wanted-bounce = В ответе три части: код; за кем дело (nobody — ни за кем, client — за программой, sender — за отправителем, recipient — за получателем, server — за сервером); когда отправлять снова (not-needed — незачем, continue — продолжать, later — позже, after-fixing — когда что-то изменится). Например, "450 server later".

answer-no-line = Строка — это текст, а здесь не текст ({ $kind }).
answer-line-long = В этом ответе октетов: { $octets }. Мы смотрим не больше { $limit }.
answer-no-code = «{ $answer }» — не код ответа. Код ответа — это три цифры, например 250.
answer-no-choice = Варианта «{ $answer }» нет. Есть такие: { $choices }.
answer-no-octet = «{ $answer }» — не номер октета. Это целое число: 0 — первый октет.
answer-no-order = Порядок — это список всех команд (их { $count }) или их номеров, например "2 1 3".
answer-order-item = «{ $item }» — не одна из этих команд (их { $count }) или стоит в списке дважды.
answer-order-missing = Не хватает «{ $item }». Каждая из команд (их { $count }) нужна по одному разу.
answer-no-parts = В ответе нужны такие части: { $parts }.
answer-chunk-big = Здесь объявлена часть письма, октетов в ней: { $octets }. Мы отправляем не больше { $limit }.

## Исходы

outcome-right = верно
outcome-wrong = пока неверно
outcome-not-tried = ответа ещё нет
outcome-broken = это нельзя прочесть как ответ
broken-lab = Спросить сервер на этом компьютере не удалось: { $reason }
broken-check = Проверить этот ответ не удалось ({ $reason }).

wrong-choice = «{ $chosen }» — не тот ответ.
wrong-digit-1 = «{ $claimed }» — это первая цифра { $digit }, как в { $code }.
wrong-digit-2 = «{ $claimed }» — это вторая цифра { $digit }, как в { $code }.
wrong-valid = Строгий сервер отклоняет эту строку с кодом { $code }.
wrong-malformed = Ни одного правила грамматики эта строка не нарушает. Сервер ответил { $code }.
wrong-server = { $server } ответил на эту строку { $code }.
wrong-code-line = Мы только что отправили эту строку: { $code } строгий сервер на неё не пришлёт.
wrong-code-situation = { $code } — для другого случая.
wrong-code-example = Вот строка, на которую он приходит:
wrong-because = { $why }
wrong-bounce-code = { $code } — не код ответа из этого письма о недоставке.
wrong-bounce-who = «{ $claimed }» подошло бы к такому ответу: { $code }.
wrong-bounce-retry = «{ $claimed }» подошло бы к такому ответу: { $code }.
wrong-line-code = На эту строку приходит { $got }. Нужен код { $wanted }.
wrong-line-verb = Код верный, но команда здесь { $verb }. Нужна { $wanted }.
wrong-line-parameter = Код верный, но нет параметра { $parameter }.
wrong-line-lost = Код верный, но в строке больше нет «{ $kept }».
wrong-line-fault = На строку приходит { $got }, но не по той причине, о которой просили.
wrong-octet-beyond = Октета { $octet } в этой строке нет: всего октетов в ней { $octets }.
wrong-octet-late = Октет { $octet } — слишком далеко. Тот, кто читает слева, остановился ещё внутри «{ $head }».
wrong-octet-early = Октет { $octet } — это «{ $sign }». Верная строка может начинаться с «{ $head }», значит, ошибка дальше.
wrong-order = Первой отклонена команда { $command }, код { $code }.
wrong-order-closed = Ни одна команда не отклонена, но QUIT завершает сеанс. В таком порядке «{ $command }» стоит после неё, и читать её уже некому.
wrong-order-dropped = Ни одна команда не отклонена, но после «{ $command }» идёт RSET, и она это отменяет.
wrong-order-swallowed = После DATA сервер принимает каждую строку за часть письма, пока не придёт строка из одной точки. В таком порядке «{ $command }» остаётся без ответа.

choice-valid = верна
choice-malformed = неверна
choice-who-nobody = ни за кем
choice-who-client = за программой, которая говорит по SMTP, или за её разработчиком
choice-who-sender = за отправителем или администратором его почты
choice-who-recipient = за получателем или администратором его почты
choice-who-server = за администратором сервера, или нужно просто время
choice-retry-not-needed = повторять нечего
choice-retry-continue = продолжать тем, чего ждёт сервер
choice-retry-later = то же самое позже
choice-retry-after-fixing = не раньше, чем что-то изменится

## Вокруг задания

render-exercise = { $name } — { $kind }, уровень { $level }
render-hint = Подсказка { $number }: { $words }
render-solution = Один из верных ответов
hint-number = Подсказок { $hints }: 1 — слабая, { $hints } — сильная.
exercise-unknown = Задания «{ $name }» нет. Похожие: { $near }.
