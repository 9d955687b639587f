"""The bugs that are planted: one mistake each, of the kind that people make. Each must be caught.

A bug names the trial that is meant to catch it; where that one does not, all others are tried.
"""

from proof import laptop_bugs, message_bugs, office_bugs, register_bugs
from proof.planting import Bug

BUGS: dict[str, Bug] = {
    each.name: each for part in (laptop_bugs, office_bugs, message_bugs, register_bugs) for each in part.BUGS
}
