"""The proof that nothing is lost and nothing doubled: real code, killed, cut off, lied to and cloned.

`./run prove` runs all of it, `./run prove --short` what fits into a minute. README.md says how it works.
"""
