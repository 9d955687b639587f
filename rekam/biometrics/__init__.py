"""Measures and records of faces, fingers and irises: numbers and bytes in, numbers and bytes out.

Usable without the rest of Rekam: it knows no office, no Django, no clock, disk or network. An image is a
numpy array of bytes: grey is ``(height, width)``, colour is ``(height, width, 3)`` in the order red, green,
blue.

| module | what it does |
|---|---|
| ``compress`` | WSQ, JPEG 2000, JPEG and PNG, through libraries |
| ``iso_finger``, ``iso_face``, ``iso_iris`` | records of ISO/IEC 19794-4:2011, -5:2011 and -6:2011 |
| ``cbeff`` | records of ISO/IEC 19785 around them, as one document for a person |
| ``ridges``, ``fingers``, ``slaps`` | the ridges of a finger, its quality, and four fingers told apart |
| ``minutiae``, ``matching`` | the ends and forks of ridges, and whether two prints are of one finger |
| ``irises``, ``iris_codes`` | the quality of an iris, its code and the distance of two codes |
| ``faces`` | whether a face is found, sharp, lit, centred and before the right background |
"""
