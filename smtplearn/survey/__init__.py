"""Many cases against many servers: what was asked and answered, how right it was, and what can be read from it."""
