"""The renderer that puts every Django form in the design system."""

from django.forms.renderers import TemplatesSetting


class DesignSystemRenderer(TemplatesSetting):
    """Labels, hints, errors and groups from our own templates."""
