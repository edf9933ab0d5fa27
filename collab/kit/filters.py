"""A list's filter that costs nothing while nothing is chosen, which is nearly always."""

from typing import Any

import django_filters


class ListFilter(django_filters.FilterSet):  # type: ignore[misc]  # it has no types
    """Only with a choice in the address is the form built and the list narrowed."""

    @property
    def is_narrowed(self) -> bool:
        return any(any(self.data.getlist(name)) for name in self.base_filters)

    @property
    def qs(self) -> Any:
        """The rows that were chosen; all of them without a choice."""
        return super().qs if self.is_narrowed else self.queryset
