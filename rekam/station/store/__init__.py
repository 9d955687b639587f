"""The station's one encrypted file, its key, and who may unlock it.

Django's engine is `rekam.station.store`: it finds `base` beside this file under the name that it asks for.
"""
