"""An invented register of Kutai Timur, as the files an office has.

Nobody in it exists. Names are made of syllables, NIK and KK numbers carry serials that no office ever
reached, employers are called Contoh ("for example"). Its figures for 2016 are those that were published, so
that everything the product computes, explains and reports can be seen on a whole regency.

    write        from a seed to files, and the order in which to bring them in
    stated       the published figures
    population   families, newcomers, newborn; ``events`` is what happens to them
    firsts       who was recorded when in 2016; ``others`` all further recordings
    settle       what makes the totals come out, and the proof that they do
    register_files, recording_files, forms, damage    the same truth as files, with all their faults
"""

from rekam.demo.script import Script, Step
from rekam.demo.stated import STATED, Stated
from rekam.demo.write import SEED, write_files

__all__ = ["SEED", "STATED", "Script", "Stated", "Step", "write_files"]
