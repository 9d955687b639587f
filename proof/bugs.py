"""The bugs that are planted. Each must be caught by at least one trial."""

from proof.planting import Bug

BUGS: dict[str, Bug] = {}
