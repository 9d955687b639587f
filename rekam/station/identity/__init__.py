"""Which station this is: its keys and epoch, the office it belongs to, and how it was enrolled."""
