"""Simulated recording devices for training and tests: real sockets, invented fingers, irises and faces.

They speak the protocol of the Secure Biometric Interface as a vendor's service on the laptop does, behave
badly on request, and say of themselves in every answer that they are simulated. Nothing of the product
imports this room; a station meets it over a socket only.
"""
