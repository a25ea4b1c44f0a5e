### Экзамен и оценки за него.

exam-title = Экзамен { $seed }: заданий { $count }
exam-one = { $number }. { $name } — урок { $lesson }, { $kind }, уровень { $level }
exam-marks = Верно { $right } из { $count }
exam-learner = Учащийся: { $learner }
exam-late = { $late ->
        [one] { $late } ответ дан после срока и не засчитан.
        [few] { $late } ответа даны после срока и не засчитаны.
        [many] { $late } ответов даны после срока и не засчитаны.
       *[other] { $late } ответа даны после срока и не засчитаны.
    }
exam-mark = { $number }. { $name } — { $state }
exam-mark-late = после срока
exam-number = Номера заданий этого экзамена — от 1 до { $count }.
exam-count = Экзамена из { $count } заданий так не составить: выбирать можно из { $most }, и часть может быть тренировками.
exam-no-marks = В { $file } нет оценок за экзамен.
exam-no-exercise = Задания { $exercise } в этой версии курса нет.

table-learner = учащийся
table-seed = экзамен
table-right = верно
table-of = из
table-late = после срока
table-changed = изменено в файле
table-lesson = урок { $lesson }
table-ideas = заблуждения

exam-deadline = Время есть до { $time }. Ответы после срока будут отмечены.

cli-exam = сдать экзамен здесь или свести экзамены класса в одну таблицу; код выхода 1, если верно не всё
cli-exam-seed = число, по которому выбираются задания: то же число — тот же экзамен
cli-exam-count = сколько заданий
cli-exam-drills = сколько из них тренировок, новых для каждого числа
cli-exam-minutes = сколько минут на экзамен; более поздние ответы не засчитываются
cli-exam-learner = ваше имя, для учителя
cli-exam-out = записать оценки или таблицу класса в этот файл CSV
cli-exam-report = файлы с оценками класса: показать их одной таблицей, проверив каждый ответ заново
