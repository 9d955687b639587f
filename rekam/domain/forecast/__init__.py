"""When will it be done: months ahead, with ranges that were tried on the past.

``record`` holds what the register learned month by month and what it knew on any earlier day; ``level``,
``shares``, ``spread``, ``flows`` and ``releases`` estimate from that; ``model`` puts the estimates together;
``noise`` draws what is left to chance and ``course`` carries the counts through the months; ``whatif``
changes the pace and ``outlook`` reads the answer off; ``backtest`` asks how often it was right. Everything
here is values in, values out: numpy, a seed, and no clock.
"""
