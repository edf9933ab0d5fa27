"""A list's filter that costs nothing while nothing is chosen, which is nearly always."""

from copy import deepcopy
from functools import cached_property
from typing import Any

import django_filters


class ListFilter(django_filters.FilterSet):  # type: ignore[misc]  # it has no types
    """Only with a choice in the address are the filters copied, the form built and the list narrowed."""

    base_filters: dict[str, Any]

    def __init__(self, data: Any, queryset: Any) -> None:
        # The library copies every filter, with its widget, for each list that is shown.
        self.base_filters = {}
        super().__init__(data, queryset)
        del self.base_filters, self.filters

    @cached_property
    def filters(self) -> dict[str, Any]:
        """This list's own copies, as the library makes them."""
        own: dict[str, Any] = deepcopy(self.base_filters)
        for one in own.values():
            one.model, one.parent = self.queryset.model, self
        return own

    @property
    def is_narrowed(self) -> bool:
        return any(any(self.data.getlist(name)) for name in self.base_filters)

    @property
    def qs(self) -> Any:
        """The rows that were chosen; all of them without a choice."""
        return super().qs if self.is_narrowed else self.queryset
