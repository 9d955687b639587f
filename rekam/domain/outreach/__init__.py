"""Which places are visited on which day, with which kit and crew: stated as a problem, solved, explained.

model     what a planner knows and wants, as plain values
answer    a dated plan, how far it can be from the best, and what it says about each place
solve     the best plan that the time allows, with a proven bound
replan    the smallest change when a kit breaks, an officer falls ill or a road closes
what_if   what one more kit, crew or day would bring
"""
