"""The check of the translations finds what it is there to find."""

import pytest
from babel.messages.catalog import Message

from tools import translations


@pytest.mark.parametrize(
    ("english", "indonesian", "fits"),
    [
        ("%(n)s residents", "%(n)s penduduk", True),
        ("%(n)s residents", "%(jumlah)s penduduk", False),
        ("%(n)s residents", "banyak penduduk", False),
        ("{name} was added", "{name} ditambahkan", True),
        ("{name} was added", "{nama} ditambahkan", False),
        ("%(p)s %% recorded", "%(p)s %% sudah rekam", True),
        ("%(p)s %% recorded", "%(p)s % sudah rekam", False),
        (("one resident", "%(n)s residents"), ("%(n)s penduduk",), True),
        (("%(n)s resident", "%(n)s residents"), ("%(m)s penduduk",), False),
    ],
)
def test_a_translation_asks_for_the_values_of_its_original(
    english: str | tuple[str, ...], indonesian: str | tuple[str, ...], fits: bool
) -> None:
    assert translations.fits(Message(english, string=indonesian)) is fits


def test_a_template_that_needs_a_translation_is_seen(tmp_path: translations.Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        '{% load i18n %}\n  <p title="it\'s">{% translate "Coverage" %}</p>\n'
        "    {% blocktranslate trimmed with n=total %}\n      {{ n }} left\n    {% endblocktranslate %}\n"
    )
    part = translations.Part("invented", tmp_path, (tmp_path,))

    found = {text for text, _ in translations.messages(translations.marked(part))}

    assert found == {"Coverage", "%(n)s left"}
