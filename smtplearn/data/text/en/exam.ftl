### The exam and its marks.

exam-title = Exam { $seed }: { $count } exercises
exam-one = { $number }. { $name } – lesson { $lesson }, { $kind }, level { $level }
exam-marks = { $right } of { $count } right
exam-learner = Learner: { $learner }
exam-late = { $late ->
        [one] One answer came too late and does not count.
       *[other] { $late } answers came too late and do not count.
    }
exam-mark = { $number }. { $name } – { $state }
exam-mark-late = too late
exam-number = The exercises of this exam have the numbers 1 to { $count }.
exam-count = An exam cannot have { $count } exercises like this: there are { $most } to draw from, and drills may be some of them.
exam-no-marks = { $file } does not hold the marks of an exam.
exam-no-exercise = There is no exercise { $exercise } in this version of the course.

table-learner = learner
table-seed = exam
table-right = right
table-of = of
table-late = late
table-changed = changed in the file
table-lesson = lesson { $lesson }
table-ideas = wrong ideas

exam-deadline = There is time until { $time }. Later answers are marked as late.

cli-exam = take an exam here, or report the exams of a class as one table; exit status 1 when not everything is right
cli-exam-seed = the number that draws the exercises: the same number, the same exam
cli-exam-count = how many exercises
cli-exam-drills = how many of them are drills, new for each seed
cli-exam-minutes = how much time there is; later answers do not count
cli-exam-learner = your name, for the teacher
cli-exam-out = write the marks, or the class's table, to this CSV file
cli-exam-report = the files of marks of a class: show one table of them, every answer checked anew
