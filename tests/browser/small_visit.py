"""An office with one visit today, as a program: four people of a village are expected. Prints its number.

Called for an office in another folder, hence a process of its own.
"""

import django


def main() -> None:
    django.setup()
    from django.utils import timezone

    from tests.office.visits import made

    made.village(4)
    visit = made.confirmed(on=timezone.localdate(), kits=[made.kit("KIT-1")])
    print(visit.pk)


if __name__ == "__main__":
    main()
