"""Fields of a form in the dress of the office: ``<c-field :field="form.name" />`` uses these."""

from django import template
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect, Select, Widget
from django.forms.models import ModelChoiceField
from django.utils.safestring import SafeString
from django.utils.translation import gettext

register = template.Library()


@register.filter
def is_check(field: BoundField) -> bool:
    return isinstance(field.field.widget, CheckboxInput)


@register.filter
def is_optional(field: BoundField) -> bool:
    """Worth saying only where other fields of the form are needed; in a row of filters all are optional."""
    return not field.field.required and any(each.required for each in field.form.fields.values())


@register.simple_tag
def styled(field: BoundField) -> SafeString:
    """The field's own widget with the class its kind needs, and tied to its hint and errors."""
    _name_the_blank(field)
    given = field.field.widget.attrs
    classes = [given.get("class", ""), _kind(field.field.widget), "is-invalid" if field.errors else ""]
    attrs: dict[str, str | bool] = {"class": " ".join(word for word in classes if word)}
    if str(given.get("placeholder", "")) == str(field.label):  # says nothing that the label does not
        attrs["placeholder"] = False
    return field.as_widget(attrs=attrs)


DASHES = "---------"  # how Django writes that nothing is chosen


def _name_the_blank(field: BoundField) -> None:
    """An empty choice says what it means; dashes are read out one by one and say nothing."""
    form_field, widget = field.field, field.field.widget
    blank = gettext("– choose –") if form_field.required else gettext("– none –")
    if isinstance(form_field, ModelChoiceField):
        if form_field.empty_label == DASHES:
            form_field.empty_label = blank
    elif isinstance(widget, Select):
        widget.choices = [(value, blank if label == DASHES else label) for value, label in widget.choices]


def _kind(widget: Widget) -> str:
    if isinstance(widget, CheckboxInput | RadioSelect | CheckboxSelectMultiple):
        return "form-check-input"
    return "form-select" if isinstance(widget, Select) else "form-control"
