"""The pages of `docs/reference` that are written from the code.

python tools/reference.py           writes them anew
python tools/reference.py check     says which of them the code has left behind
"""

import os
import sys
from pathlib import Path

import translations

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "reference"


def main() -> int:
    sys.path.insert(0, str(ROOT))
    for part in translations.parts():  # the Indonesian as it stands in the catalogues now
        translations.compile_(part)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rekam.office.settings")
    import django

    django.setup()
    if sys.argv[1:] == ["check"]:
        return _check()
    for name, page in _pages().items():
        (FOLDER / name).write_text(page, encoding="utf-8")
    return 0


def _pages() -> dict[str, str]:
    import page_of_api
    import page_of_codes
    import page_of_office_codes

    return {
        "api.md": page_of_api.written(),
        "codes.md": page_of_codes.written(),
        "office-codes.md": page_of_office_codes.written(),
    }


def _check() -> int:
    old = [name for name, page in _pages().items() if (FOLDER / name).read_text(encoding="utf-8") != page]
    for name in old:
        print(f"docs/reference/{name} is not what the code says: python tools/reference.py")
    return 1 if old else 0


if __name__ == "__main__":
    sys.exit(main())
