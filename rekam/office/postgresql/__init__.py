"""PostgreSQL as the office uses it: Django's own backend, asked less often whether it is still there."""
