"""How answers and messages get to people: the threads that answer, the outbox that sends once, what is kept true."""
