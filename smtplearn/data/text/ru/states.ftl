### Диаграмма состояний сеанса.

state-connected = сервер поздоровался
state-ready = клиент поздоровался
state-mail = назван отправитель
state-rcpt = назван получатель
state-chunks = письмо идёт частями
state-data = идёт текст письма
state-auth = идёт вход
state-closed = сеанс окончен
state-refused = сервер отказал сразу
states-picture = Состояния сеанса SMTP
states-response = ответ клиента
states-stays = без перемен: { $commands }
states-leads = { $commands } → { $state }
states-quit = QUIT ведёт в closed из любого состояния, кроме data и auth: там каждая строка значит другое. Ответ 421 завершает сеанс откуда угодно.
states-rest = Команду, которой у состояния нет, сервер там отклоняет, чаще всего с кодом 503, и ничего не меняется.
