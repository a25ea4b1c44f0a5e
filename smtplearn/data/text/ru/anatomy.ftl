# Части ответа, как их называет `anatomy`.

anatomy-first = первая цифра { $digit }: { $says }
anatomy-second = вторая цифра { $digit }: { $says }
anatomy-third = третья цифра { $digit }: отличает этот код от других кодов { $group }x
anatomy-hyphen = дефис: дальше будут ещё строки
anatomy-space = пробел: строка последняя
anatomy-only = пробел: ответ на этой строке кончается
anatomy-class = расширенный код, класс { $digit }: та же цифра, что и первая
anatomy-subject = предмет { $digit }: { $says }
anatomy-detail = подробность { $digit }: { $says }
anatomy-detail-unknown = подробность { $digit }: никем не зарегистрирована
anatomy-text = текст: для людей
anatomy-picture = Части ответа
anatomy-line = строка { $number }
