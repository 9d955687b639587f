"""Who must be recorded, who has been, and why the number changed.

``rules``    the law as dates: when a resident becomes obliged, which recordings count
``life``     what sources said about a resident, folded into one life
``lines``    a life as signed ledger lines, and what later knowledge adds to them
``table``    the same lines for a whole register at once, proved equal to ``lines``
"""
