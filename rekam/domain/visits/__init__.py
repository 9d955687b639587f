"""Visits: their life, what becomes of each person, what is done next, and what is learned from them."""
