# Opening the course from the command line.

course-address = The course is open at { $url }
course-how-to-stop = Press Ctrl-C here to end it.
course-no-browser = No web browser could be opened here: open the address above in one.
course-stopped = The course has ended.

course-no-notebooks =
    The lessons are missing: there is no { $first } in { $folder }.
    The course is opened from a copy of the whole project, not from the installed package alone.
course-no-jupyterlab =
    JupyterLab is missing from this Python. In the project's folder, install what the course needs:
    python -m pip install -r requirements.txt
course-ended-early =
    JupyterLab ended before it answered. The last lines that it wrote:
    { $log }
course-no-answer =
    { $seconds ->
        [one] JupyterLab did not answer within { $seconds } second and was ended. The last lines that it wrote:
       *[other] JupyterLab did not answer within { $seconds } seconds and was ended. The last lines that it wrote:
    }
    { $log }
