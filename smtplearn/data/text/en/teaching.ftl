### For teachers: the exercises with their answers, and the lessons as slides.

sheet-lesson = Lesson { $lesson }: { $count ->
        [one] one exercise
       *[other] { $count } exercises
    }
sheet-wrong = { $sign } { $answer } – { $words }
sheet-no-lesson = Exercises belong to the lessons { $first } to { $last }.

slides-question = Predict
slides-missing = Slides need two more packages. Install them with: pip install -e '.[slides]'
slides-no-lesson = There is no lesson { $lesson }. The lessons are: { $lessons }.

cli-exercises = list the exercises, and with --answers what is right, why, where it is written, and the usual wrong answers
cli-exercises-lesson = only those of this lesson, for example 2
cli-exercises-answers = with the worked answers
cli-slides = write the lessons as slides: one page each, which needs no network
cli-slides-lesson = one lesson by its number or name, for example 2; without it, all
cli-slides-out = the folder to write to (default: slides)
cli-slides-dark = light words on a dark ground
