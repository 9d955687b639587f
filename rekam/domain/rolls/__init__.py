"""Rolls: lists of people that clients hand in, and who of them is who in the register.

`words` has the outcomes, `matching` finds people, `standing` says what is to become of each.
"""
