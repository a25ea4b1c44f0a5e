### Что ограничивает раздел — в таблице команд и кодов.

matrix-as-message = как после конца письма
matrix-checkpoint = с расширением CHECKPOINT
matrix-conneg = на параметр CONNEG
matrix-conperm = на параметр CONPERM
matrix-erratum-404 = поправка 404: нет доступа к домену; в самом тексте 450
matrix-examples = примеры, не все коды
matrix-greylisting = при серых списках
matrix-historic-538 = 538 ушёл в прошлое
matrix-log-in-demanded = если сервер требует входа
matrix-old-server = 504 в редких случаях; 502 только от старого сервера
matrix-policy = 450 и 550 — по правилам сервера
matrix-submission = при отправке от почтовой программы
matrix-tls-demanded = если сервер требует TLS
matrix-unknown-command = Строки «{ $command }» нет. Есть такие: { $known }.

render-matrix = Команды и коды ответа, которые на них приходят
render-command = Команда
render-section = Раздел
render-success = успех
render-intermediate = продолжайте
render-error = отказ
render-any-command = Коды «любой команды» верны для каждой. Если сервер счёл TLS слишком слабым, на любую команду, кроме QUIT, приходит ещё и 554 (RFC 3207 §4.1).
