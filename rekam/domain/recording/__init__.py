"""Recording at the counter: the queue, the steps in their order, what is good enough, the day's sum."""
