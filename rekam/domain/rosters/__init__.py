"""Who works where on which day: stated as a problem, solved, checked and explained.

model     what a planner knows and wants, as plain values
rules     the same for one officer at a time, as tallies and runs of days
solve     the best roster that the time allows, with a proven bound
check     what a roster breaks, for each edit
penalty   what a roster costs, part by part
words     why a place is short of people, and which rules cannot hold together
"""
