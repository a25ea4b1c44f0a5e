"""How a line is read, part by part: a cursor, and on it a room for each thing that a command can hold."""
