### The exercises of lesson 05, parameters: the task, three hints from soft to strong, the worked answer,
### and a sentence for each wrong idea. `.task` is left out where the task of its kind says all.

exercise-announce-size =
    .task = Ann announces a message of some size with her MAIL command. Write it, with the parameter SIZE, and get 250.
    .hint-1 = A parameter stands after the address.
    .hint-2 = It has a name, an equals sign and a value.
    .hint-3 = Write one space and SIZE=1000 after the bracket.
    .solution = A space separates a parameter from the path. SIZE= is followed by a number of octets.
    .wrong-colon = Between name and value stands an equals sign.
    .wrong-comma = Parameters are separated by one space, and by nothing else.
    .wrong-word = The value of SIZE is written in digits.
    .wrong-without = The line is right, but nothing is announced.
exercise-get-552 =
    .task = Our server takes messages of up to 10485760 octets. Write a MAIL command that gets 552.
    .hint-1 = The line has to be right. Only the message is too big.
    .hint-2 = Announce more than the server takes.
    .hint-3 = Use SIZE= with a number of eight digits, all of them 9.
    .solution = With SIZE a client learns before it sends: 552 says that the message is too big.
    .wrong-unit = The value of SIZE is a number of octets, without a unit.
    .wrong-endless = The value of SIZE has 20 digits at most.
    .wrong-small = A message of this size fits.
exercise-get-555 =
    .task = Write a line that gets 555.
    .hint-1 = 555 is about parameters of MAIL and RCPT.
    .hint-2 = The parameter has to be one that the server does not know.
    .hint-3 = Invent one, such as COLOR=blue, and put it after the address.
    .solution = 555 says that a parameter of MAIL or RCPT is not recognised or not implemented.
    .wrong-value = SIZE is known. Its value is wrong, and that is 501.
    .wrong-verb = Here the command is unknown. That is 500.
exercise-mend-glued =
    .task = Mend this line, and keep address and size.
    .hint-1 = Something is missing between two parts.
    .hint-2 = Look between the bracket and SIZE.
    .hint-3 = Put one space there.
    .solution = One space stands between the path and each parameter.
    .wrong-comma = No comma separates them, only a space.
    .wrong-twice = One space is asked for, not two.
    .wrong-dropped = This line is right, but the size is gone.
exercise-mend-notify =
    .task = Whoever writes to Bob wants to be told of success and of delay. Mend this line.
    .hint-1 = NOTIFY may have several words. They are a list.
    .hint-2 = What separates the words of a list here?
    .hint-3 = A comma, and no space.
    .solution = The words of NOTIFY are separated by commas, without spaces.
    .wrong-space = A space begins a new parameter. DELAY is none.
    .wrong-spaced = No space may stand after the comma.
    .wrong-twice = A parameter may be given once.
exercise-break-size =
    .hint-1 = The name of the parameter is right.
    .hint-2 = Look after the equals sign.
    .hint-3 = The S of SIZE is octet 31.
    .solution = SIZE= may be followed by digits only. The first letter of “ten” is octet 36.
    .wrong-from-one = The first octet has the number 0.
    .wrong-keyword = SIZE is known, and it stands at the right place.
exercise-size-on-rcpt =
    .hint-1 = The size belongs to the message, not to one recipient.
    .hint-2 = So SIZE is a parameter of MAIL. RCPT does not have it.
    .hint-3 = It is the code for a parameter that is not known here.
    .solution = SIZE is a parameter of MAIL. For RCPT it is unknown, and the code is 555.
    .wrong-fine = Some servers ignore it. A strict one does not know SIZE with RCPT.
    .wrong-syntax = The form of the parameter is right. It is only unknown here.
    .wrong-order = The command comes at its time.
exercise-never-and-failure =
    .hint-1 = NEVER and FAILURE ask for opposite things.
    .hint-2 = The grammar lets NEVER stand alone.
    .hint-3 = The parameter is known, its value is wrong.
    .solution = NEVER stands alone, or a list of the three other words. Mixed, the value is malformed: 501.
    .wrong-fine = It cannot be done: tell me never, and tell me of failure.
    .wrong-unknown = NOTIFY is known. Its value is wrong.
