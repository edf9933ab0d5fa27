"""Old addresses redirect for ever."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase, HttpResponsePermanentRedirect

from commons.models import OldAddress


class OldAddresses:
    """When nothing answers at a path, see whether something once did."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code == 404 and request.method in {"GET", "HEAD"}:
            # The database holds no NUL, and no address of ours has one.
            moved = OldAddress.objects.filter(path=request.path[:300].replace("\0", "")).first()
            if moved is not None:
                return HttpResponsePermanentRedirect(moved.now_at)
        return response
