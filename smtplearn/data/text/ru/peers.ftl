# Другие почтовые серверы на этом компьютере.

peers-unknown = Сервера «{ $name }» нет. Есть такие: { $known }.
peers-no-package = { $title } не установлен: pip install { $packages }
peers-no-node = Для { $title } нужен Node.js, а команды node на этом компьютере нет. Установите Node.js, затем: python -m smtplearn peers --fetch { $name }
peers-no-module = { $title } не найден. Скачать его: python -m smtplearn peers --fetch { $name }
peers-not-installed = { $title } не найден. Скачать его, не устанавливая: python -m smtplearn peers --fetch { $name }
peers-no-linux = { $title } запускается только в Linux.
peers-no-root = { $title } есть, но запустить его может только root.
peers-no-namespaces = { $title } есть, но этот компьютер не даёт создать для него отдельные пространства имён (namespaces).
peers-ended-early = { $title } завершился раньше, чем с ним удалось поговорить.
peers-no-answer =
    { $seconds ->
        [one] { $title } не начал слушать порт за { $seconds } секунду.
        [few] { $title } не начал слушать порт за { $seconds } секунды.
        [many] { $title } не начал слушать порт за { $seconds } секунд.
       *[other] { $title } не начал слушать порт за { $seconds } секунды.
    }
peers-closed = Этот { $title } уже закрыт. Чтобы продолжить, запустите другой.
peers-fell = { $title } завершился сам: он упал, или его что-то остановило.
peers-trouble = { $title }: { $what }
peers-log = Последние строки его журнала:
peers-there = { $title } { $version }
peers-same = Сервер называет себя mx.example.com. В домене example.com у него есть ящики bob, postmaster и staff. Всё принятое он выбрасывает, а к DNS не обращается.
peers-about-aiosmtpd = Сервер на Python. Команды разбирает он сам, а у кого есть ящик и кто может войти, решают несколько наших строк. STARTTLS и AUTH включены.
peers-about-postfix = Настроен так, как его поставляют. STARTTLS включена. AUTH выключена: для неё нужна ещё одна программа.
peers-about-exim = STARTTLS, AUTH, CHUNKING, DSN и SMTPUTF8 включены. VRFY разрешена, хотя по умолчанию она запрещена.
peers-about-opensmtpd = STARTTLS предлагается; AUTH предлагалась бы после неё. В Debian 12 у версии 6.8.0p2 не удаётся установить TLS, поэтому обе недоступны.
peers-about-sendmail = STARTTLS и AUTH включены. Правила, по которым сам компьютер мог бы пересылать почту, убраны. Отправители без домена или с доменом, которого нет в DNS, принимаются.
peers-about-haraka = У кого есть ящик, решает наш плагин. STARTTLS и AUTH включены.
peers-about-smtp-server = Библиотека для Node.js. Команды разбирает она сама, а у кого есть ящик и кто может войти, решают несколько наших строк. STARTTLS и AUTH включены.
peers-about-qpsmtpd = У кого есть ящик и кто может войти, решают два наших плагина. AUTH включена. STARTTLS выключена.
peers-about-dovecot = Служба отправки: требует AUTH перед MAIL. Принятое передаёт стоящему рядом aiosmtpd, который и знает ящики. STARTTLS и AUTH включены.
peers-about-courier = STARTTLS и AUTH включены. Очередь не обрабатывается. Правило, по которому сам компьютер мог бы пересылать почту, убрано.

peers-no-user = { $title } есть, но этот компьютер не даёт создать для него отдельные пространства имён, а таких пользователей и групп здесь нет: { $users }. Создайте их командой useradd --system.
peers-no-manager = На этом компьютере нет { $manager }.
peers-fetch-slow = { $manager } не закончил за { $seconds } с.
peers-fetch-failed = { $manager } завершился с ошибкой. Вот последнее, что он напечатал:
peers-fetching = { $title }: { $packages } …
peers-fetched = { $title } { $version } теперь в папке { $folder }

cli-peers = перечислить почтовые серверы, которые могут работать рядом с лабораторией: их версии или чего не хватает
cli-fetch = скачать серверы через apt-get или npm в отдельную папку ($SMTPLEARN_PEERS или в вашем кэше), не устанавливая их; без имён — все недостающие. Только это обращается к сети
