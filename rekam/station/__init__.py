"""The recording station: the program on the laptop at a counter; works without a network."""
