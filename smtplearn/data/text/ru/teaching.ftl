### Учителю: упражнения с ответами и уроки в виде слайдов.

sheet-lesson = Урок { $lesson }: { $count ->
        [one] { $count } задание
        [few] { $count } задания
        [many] { $count } заданий
       *[other] { $count } задания
    }
sheet-wrong = { $sign } { $answer } — { $words }
sheet-no-lesson = Задания есть в уроках с { $first } по { $last }.

slides-question = Предскажите
slides-missing = Для слайдов нужны ещё два пакета. Установите их: pip install -e '.[slides]'
slides-no-lesson = Урока { $lesson } нет. Есть уроки: { $lessons }.

cli-exercises = перечислить задания, а с --answers — ещё и верный ответ, почему он верен, где об этом сказано и частые неверные ответы
cli-exercises-lesson = только задания этого урока, например 2
cli-exercises-answers = с ответами и пояснениями
cli-slides = записать уроки в виде слайдов: по странице на урок, сеть для показа не нужна
cli-slides-lesson = один урок по номеру или имени, например 2; без него — все
cli-slides-out = папка, куда записать (по умолчанию slides)
cli-slides-dark = светлые буквы на тёмном фоне
