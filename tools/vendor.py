"""Copies what the pages need out of node_modules to build/vendor, and makes one sprite of the icons in use.

The repository holds no third-party code: it is fetched by `npm ci` and copied from here. The pages say
`{% static 'vendor/echarts/echarts.min.js' %}`, or for an icon
`<svg class="icon"><use href="{% static 'vendor/icons.svg' %}#users"></use></svg>`.
"""

import re
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "build" / "vendor"

# To (under build/vendor) and from (under node_modules). Licences travel with the code; Tabler's is in the
# first line of its files.
FILES = {
    "tabler/tabler.min.css": "@tabler/core/dist/css/tabler.min.css",
    "tabler/tabler-vendors.min.css": "@tabler/core/dist/css/tabler-vendors.min.css",
    "tabler/tabler.min.js": "@tabler/core/dist/js/tabler.min.js",
    "tabler/tabler-theme.min.js": "@tabler/core/dist/js/tabler-theme.min.js",
    "echarts/echarts.min.js": "echarts/dist/echarts.min.js",
    "echarts/LICENSE": "echarts/LICENSE",
    "echarts/NOTICE": "echarts/NOTICE",
    "leaflet/leaflet.js": "leaflet/dist/leaflet.js",
    "leaflet/leaflet.css": "leaflet/dist/leaflet.css",
    "leaflet/LICENSE": "leaflet/LICENSE",
    "leaflet/images": "leaflet/dist/images",
    "fonts/plus-jakarta-sans.woff2": (
        "@fontsource-variable/plus-jakarta-sans/files/plus-jakarta-sans-latin-wght-normal.woff2"
    ),
    "fonts/LICENSE": "@fontsource-variable/plus-jakarta-sans/LICENSE",
    # for documents: figures of one width, a real minus, and woff, which fpdf2 reads without more packages
    "fonts/arimo.woff": "@fontsource/arimo/files/arimo-latin-400-normal.woff",
    "fonts/arimo-bold.woff": "@fontsource/arimo/files/arimo-latin-700-normal.woff",
    "fonts/arimo-more.woff": "@fontsource/arimo/files/arimo-latin-ext-400-normal.woff",
    "fonts/arimo-more-bold.woff": "@fontsource/arimo/files/arimo-latin-ext-700-normal.woff",
    "fonts/arimo-LICENSE": "@fontsource/arimo/LICENSE",
    "icons-LICENSE": "@tabler/icons/LICENSE",
}

# The maps of sources are not copied; a reference to one would be a missing file to collectstatic.
SOURCE_MAP = re.compile(rb"(?m)^\s*(//[#@] sourceMappingURL=\S+|/\*[#@] sourceMappingURL=\S+ \*/)\s*$")
ICONS = {"": MODULES / "@tabler/icons/icons/outline", "-filled": MODULES / "@tabler/icons/icons/filled"}
QUOTED = re.compile(r"""["'#]([a-z0-9]+(?:-[a-z0-9]+)*)["']""")
DRAWING = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)
LINES = 'fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"'
SOLID = 'fill="currentColor"'
INVISIBLE = '<path stroke="none" d="M0 0h24v24H0z" fill="none" />'


def copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target)
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    content = source.read_bytes()
    target.write_bytes(SOURCE_MAP.sub(b"", content) if source.suffix in {".js", ".css"} else content)


def symbol(name: str, source: Path, suffix: str) -> str:
    paint = SOLID if suffix else LINES
    drawing = DRAWING.search(source.read_text(encoding="utf-8"))
    assert drawing, source
    lines = " ".join(drawing[1].replace(INVISIBLE, "").split())
    return f'<symbol id="{name}" viewBox="0 0 24 24" {paint}>{lines}</symbol>'


def words_in_pages() -> set[str]:
    """Every quoted word in the code; those that name an icon go into the sprite."""
    pages = (p for end in ("html", "py", "js") for p in (ROOT / "rekam").rglob(f"*.{end}"))
    return {word for page in pages for word in QUOTED.findall(page.read_text(encoding="utf-8"))}


def sprite() -> str:
    """One file with a symbol per icon in use: 5,000 files would make every start slow."""
    symbols = []
    for word in sorted(words_in_pages()):
        suffix = "-filled" if word.endswith("-filled") else ""
        source = ICONS[suffix] / f"{word.removesuffix(suffix)}.svg"
        if source.exists():
            symbols.append(symbol(word, source, suffix))
    return '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"


def main() -> int:
    if not MODULES.exists():
        print("node_modules is missing: run `npm ci --ignore-scripts` first.", file=sys.stderr)
        return 1
    shutil.rmtree(VENDOR, ignore_errors=True)
    for target, source in FILES.items():
        copy(MODULES / source, VENDOR / target)
    (VENDOR / "icons.svg").write_text(sprite(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
