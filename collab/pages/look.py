"""The network's own colours as a small style sheet: no style stands inside a page."""

from hashlib import blake2b

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from collab.kit.access import everyone
from collab.kit.colours import OWN
from commons.models import LOOK_FIELDS, NetworkSettings

YEAR = 365 * 24 * 60 * 60
# Which of the design's colours each setting is. The cloths of sectors are nobody's to change here.
SETS = {
    "brand": ["--plum", "--plum-dark", "--govuk-brand-colour"],
    "link": ["--link", "--govuk-link-colour"],
    "link_hover": ["--link-hover", "--govuk-link-hover-colour"],
    "stitch": ["--marigold"],
}


def sheet(network: NetworkSettings) -> str:
    """The colours that differ from the release's own. Each was checked when it was saved, and by the database."""
    chosen = [(name, getattr(network, name)) for name in LOOK_FIELDS]
    lines = [f"  {prop}: {value};" for name, value in chosen if value and value != OWN[name] for prop in SETS[name]]
    return ":root {\n" + "\n".join(lines) + "\n}\n"


@everyone
@require_safe
def look(request: HttpRequest) -> HttpResponse:
    network = NetworkSettings.current()
    body = sheet(network)
    response = HttpResponse(body, content_type="text/css; charset=utf-8")
    response["ETag"] = f'"{blake2b(body.encode(), digest_size=8).hexdigest()}"'
    # The address with today's number never changes its answer; any other is asked for anew each time.
    is_todays = request.GET.get("v") == str(network.look_version)
    response["Cache-Control"] = f"public, max-age={YEAR}, immutable" if is_todays else "no-cache"
    return response
