"""What every template knows of the network."""

from django.http import HttpRequest

from commons.models import NetworkSettings


def network(request: HttpRequest | None) -> dict[str, NetworkSettings]:
    """`network`: its name, phone, hours, email, address, and whether this is the demo."""
    return {"network": NetworkSettings.current()}
