"""Fields of a form in the dress of the office: ``<c-field :field="form.name" />`` uses these."""

from django import template
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, FileInput, RadioSelect, Select
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def is_check(field: BoundField) -> bool:
    return isinstance(field.field.widget, CheckboxInput)


@register.simple_tag
def styled(field: BoundField) -> SafeString:
    """The field's own widget with the class its kind needs."""
    given = field.field.widget.attrs.get("class", "")
    classes = [given, _kind(field), "is-invalid" if field.errors else ""]
    return field.as_widget(attrs={"class": " ".join(word for word in classes if word)})


def _kind(field: BoundField) -> str:
    widget = field.field.widget
    if isinstance(widget, RadioSelect | CheckboxSelectMultiple):
        return "form-check-input"
    if isinstance(widget, CheckboxInput):
        return "form-check-input"
    if isinstance(widget, Select) and not isinstance(widget, FileInput):
        return "form-select"
    return "form-control"
