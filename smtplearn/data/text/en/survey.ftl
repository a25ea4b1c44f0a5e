survey-address = x { $address }
survey-no-servers = y
survey-progress = z
probe-line = x
mark-greeting = greeting
