"""The roster pack: whom this station may meet, and finding one of them by what is said at the counter."""
