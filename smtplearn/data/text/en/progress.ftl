### A learner's progress.

progress-title = Your progress
progress-lesson = Lesson { $lesson }: { $right } of { $of } right
progress-drills = Drills: { $right } of { $tries } answers right
progress-due = { $due ->
        [0] Nothing comes back now.
        [one] One thing that you missed comes back now.
       *[other] { $due } things that you missed come back now.
    }
progress-set-aside = The file with your progress could not be read. It is kept as { $file }, and a new one is begun.
progress-not-read = The file with your progress cannot be read: { $reason }.
progress-not-written = Your progress cannot be written: { $reason }.
