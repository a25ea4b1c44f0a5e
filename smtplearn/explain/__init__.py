"""What a bounce, a log line or an exception is saying: replies found in any text, read, and placed in a tree."""
