"""Private keys, and the ceremonies in which people change who may sign. No room that faces a network imports this."""
