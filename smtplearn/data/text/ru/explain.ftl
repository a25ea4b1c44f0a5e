### О чём говорит письмо о недоставке или журнал.

## Вывод: окончательно или временно, кто должен действовать, с чего начать

explain-verdict-permanent = Отказ окончательный, дело за { $who }: { $first }.
explain-verdict-permanent-nobody = Отказ окончательный: { $first }.
explain-verdict-temporary = Отказ временный, дело за { $who }: { $first }.
explain-verdict-temporary-nobody = Отказ временный, и никому ничего делать не нужно: { $first }.
explain-verdict-success = Это успех: { $first }.
explain-verdict-go-on = Это не отказ: { $first }.
explain-verdict-lost = Соединение оборвалось без ответа: считайте это временным отказом, как велит RFC 5321 §3.8, и повторите попытку позже.
explain-verdict-nothing = В этом тексте нет ответа почтового сервера.

explain-who-sender = отправителем
explain-who-recipient = получателем или администратором его почты
explain-who-server = администратором сервера
explain-who-client = разработчиком отправляющей программы

## Что необычно

explain-by-digits = Что значит этот код, никто не записал. { $rule }
explain-unknown-code = Кода { $code } нет ни в одном RFC, ни в реестре, ни в известных нам списках; мы судим о нём по первой цифре.
explain-unknown-status = Кода { $status } нет в реестре; мы читаем его по числам, а что он значит точно, знает только его сервер.
explain-malformed-status = { $status } записан не так, как требует RFC 3463 §2, поэтому мы его не читаем.
explain-folklore = { $code } — фольклор: такого кода нет ни в RFC, ни в реестре.
explain-folklore-meant = Вероятно, это { $meant } без точек, но это догадка.
explain-disagrees = { $code } и { $status } противоречат друг другу, хотя RFC 2034 §4 это запрещает. Программы судят по первой цифре кода { $code }.
explain-not-text = Объяснить можно текст, октеты, письмо, исключение, Reply или Exchange, а не { $kind }.

## Подписи

explain-read-from = прочитано из
explain-text = слова сервера
explain-meaning = Что это значит
explain-who = За кем дело
explain-do = Что делать
explain-again = Повторять?
explain-recipient = Получатель
explain-server = Сервер
explain-command = В ответ на
explain-provider = Описано у { $provider }
explain-failures = Разных отказов здесь { $count }; вывод — о самом тяжёлом из них.
explain-more = Ответов здесь больше, чем показано. Для целого журнала есть explain_log или explain ФАЙЛ в командной строке.
explain-spoken-reply = Ответ { $number }: { $title }
explain-first-digit-5 = окончательный
explain-first-digit-4 = временный
explain-first-digit-3 = продолжение
explain-first-digit-2 = успех

## Картинка дерева

explain-tree-here = этот ответ
explain-tree-end = { $answer } → { $first }
explain-spoken-node = Уровень { $depth }: { $words }

## Целый журнал

log-title =
    { $replies ->
        [0] Ответов почтового сервера не найдено
        [one] { $replies } ответ
        [few] { $replies } ответа
        [many] { $replies } ответов
       *[other] { $replies } ответа
    }. Прочитано октетов: { $octets }.
log-split = Отказов окончательных: { $permanent }, временных: { $temporary }; прочих ответов: { $success }.
log-pooled = Среди них есть ответы с другими расширенными кодами: { $count }. Таких кодов слишком много для отдельных строк, поэтому эти ответы учтены под своими кодами ответа.
log-count = сколько раз
log-code = код
log-enhanced = расширенный
log-kind = исход
log-first = с чего начать
log-none = –
log-picture = Сколько раз встретился каждый код
log-spoken-row =
    { $count ->
        [one] { $count } раз
        [few] { $count } раза
        [many] { $count } раз
       *[other] { $count } раза
    } { $title }, { $kind }: { $first }
log-more = Не показано других видов ответов: { $count }.
log-unread = «{ $name }» — не путь, не файл и не строки.

## Ответы отдельных служб

provider-google-authentication = { $provider } принимает только почту, за которую ручается SPF или DKIM; у этого письма для домена в поле From нет ни того ни другого.
provider-google-spf = { $provider } принимает массовую почту только с SPF, а у этого письма проверка SPF не прошла. (В реестре у этого номера другое значение.)
provider-google-tls = { $provider } принимает массовую почту только по TLS, а это письмо пришло без него. (В реестре у этого номера другое значение.)
provider-google-dkim = { $provider } принимает массовую почту только с DKIM, а у этого письма проверка DKIM не прошла. (В реестре у этого номера другое значение.)
provider-google-server-name = У IP-адреса отправляющего сервера нет имени в DNS, или имя не ведёт обратно к адресу. { $provider } требует и того и другого.
provider-google-alignment = Домен в поле From не совпадает ни с тем, что проверен по SPF, ни с доменом подписи DKIM. { $provider } требует, чтобы совпал хотя бы один.
provider-google-reputation = У IP-адреса или домена отправителя очень плохая репутация в службе { $provider }.
provider-google-no-such-user = У { $provider } нет учётной записи с таким именем.
provider-google-disabled = Учётная запись у { $provider } есть, но она отключена или слишком давно не использовалась.
provider-google-full = В ящике получателя у { $provider } кончилось место.
provider-google-too-quickly = К получателю сейчас приходит слишком много почты, и { $provider } больше не пропускает.
provider-google-unusual-rate = { $provider } видит необычно много непрошеной почты с этого IP-адреса или домена и сдерживает её.
provider-google-unsolicited = { $provider } считает это письмо непрошеным или опасным.
provider-google-attachment = Файлы такого вида { $provider } не принимает, в архиве тоже.
provider-google-daily-limit = С этой учётной записи отправлено столько писем, сколько { $provider } разрешает за день.
provider-google-app-password = У этой учётной записи включена двухэтапная аутентификация: вместо обычного пароля { $provider } требует пароль приложения или OAuth.
provider-google-credentials = { $provider } не знает такого сочетания имени и пароля.
provider-microsoft-not-found = У организации получателя в службе { $provider } нет ящика с таким адресом.
provider-microsoft-edge = У организации в службе { $provider } такого получателя нет, а неизвестных она не впускает.
provider-microsoft-spam-account = { $provider } запретил отправку этой учётной записи или с этого адреса, потому что оттуда шёл спам.
provider-microsoft-tenant = { $provider } запретил отправку всей организации отправителя, потому что от неё шло слишком много спама или массовой почты.
provider-microsoft-banned-ip = { $provider } заблокировал IP-адрес отправителя. Снять блокировку можно на sender.office.com.
provider-microsoft-block-list = { $provider } закрыл свои ящики Outlook.com для сети, в которую входит IP-адрес отправителя. Писать туда должен владелец этой сети.
provider-microsoft-dmarc = Письмо не прошло DMARC, а домен в поле From просит такие письма отклонять; { $provider } так и делает.
provider-microsoft-authentication-level = От тех, кто много пишет на Outlook.com, { $provider } требует SPF, DKIM и DMARC; этот домен проверку не проходит.
provider-microsoft-bad-outbound = { $provider } запретил этой учётной записи или организации отправлять почту, потому что с неё шёл спам.
provider-microsoft-restricted = Получатель в службе { $provider } принимает почту только от некоторых отправителей, и этого среди них нет.
provider-microsoft-not-authenticated = Без входа { $provider } здесь отправлять не даёт, или вход по SMTP выключен для организации либо учётной записи.
provider-microsoft-log-in-failed = { $provider } не пустил: имя или пароль неверны, или такой способ входа отключён.
provider-yahoo-authentication = { $provider } не смог проверить отправителя: не прошла проверка SPF, DKIM или DMARC. Со входом всё в порядке, хотя в реестре этот номер говорит о входе.
provider-yahoo-no-account = У { $provider } нет учётной записи с таким именем.
provider-yahoo-deferred = { $provider } откладывает почту: с этого IP-адреса её слишком много, или на неё пожаловались пользователи.
provider-amazon-not-verified = { $provider } отправляет только с адресов и доменов, подтверждённых в этом регионе; новой учётной записи и писать можно только на подтверждённые.
provider-amazon-throttling = { $provider } получил больше писем, чем этой учётной записи можно отправить за секунду или за день.
provider-yandex-spam = { $provider } считает содержание этого письма спамом.
provider-spamhaus = Сервер спросил список { $provider }, и в нём есть IP-адрес отправителя или домен. Причину покажет check.spamhaus.org.

## Командная строка

cli-explain = объяснить письмо о недоставке или вставленный ответ либо сосчитать ответы в целом журнале
cli-explain-file = письмо о недоставке или журнал любого размера; - читает стандартный ввод. Письмо и текст до 100 строк объясняются, в остальном ответы только подсчитываются
cli-explain-text = ответ или письмо о недоставке в виде текста, например "550 5.1.1 User unknown", вместо файла
cli-explain-each = объяснить каждый файл, как бы длинен он ни был
cli-explain-tally = сосчитать ответы, как бы короток файл ни был
cli-explain-json = напечатать объяснение или подсчёт в виде JSON
cli-file-or-text = Укажите либо файлы, либо --text.
