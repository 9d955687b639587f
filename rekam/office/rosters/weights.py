"""What one of each shortcoming of a roster is worth, in points. Planning seeks the fewest.

A place that nobody serves outweighs everything that concerns comfort; within comfort, fairness over the year
comes before wishes, and wishes before the way. Changing a roster that officers know costs for each of them.
"""

from rekam.office.rosters.models import Priority

# Somebody missing: the first of a post, without whom the place is closed, and each of the others, without
# whom people wait longer.
FIRST_MISSING = {Priority.IF_POSSIBLE: 1_000, Priority.USUAL: 4_000, Priority.ABOVE_ALL: 12_000}
NEXT_MISSING = {Priority.IF_POSSIBLE: 600, Priority.USUAL: 1_200, Priority.ABOVE_ALL: 4_000}
# More than wanted: better at home, resting.
EXTRA = 40

# Above the fair share of the year, the first day; the second costs twice as much.
WEEKEND, HOLIDAY, DUTY = 20, 30, 5
# Against a wish of the least weight.
WISH = 15
# A rest of one day only.
SHORT_REST = 15
# The way to another district: once, and for every ten kilometres as the crow flies.
AWAY, AWAY_10_KM = 20, 4
UNKNOWN_WAY = 60

# A published roster changed: for each officer, and for each of their days.
CHANGED_OFFICER, CHANGED_DAY = 800, 100

# Six days in a row at most, one off at least, better two.
MOST_DAYS_ON, LEAST_DAYS_OFF, GOOD_REST = 6, 1, 2
# Days before the roster that still matter: a week of hours, and the longest run.
LOOKED_BACK_DAYS = 13
# And days after it, where they are published: the rest of a week, and as many as can be worked in a row.
LOOKED_AHEAD_DAYS = 6
