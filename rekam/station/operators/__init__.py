"""Who may work at this station: sign-in without a network, locking, and what a page asks of its reader."""
