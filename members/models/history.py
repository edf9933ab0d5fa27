"""The words in which the history of an organisation is read."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "members.organisation_added": _("Listed"),
    "members.organisation_changed": _("Changed"),
    "members.organisation_merged": _("Made one with another page"),
    "members.affiliation_asked": _("Somebody said that they work here"),
    "members.affiliation_confirmed": _("Somebody was confirmed"),
    "members.affiliation_refused": _("Somebody was not confirmed"),
    "members.affiliation_ended": _("Somebody left"),
    "members.domain_approved": _("An email domain was added"),
    "members.domain_dropped": _("An email domain was taken away"),
    "members.typed_organisation_linked": _("People who typed the name were added"),
}
PARTS = {
    "name": _("the name"),
    "kind": _("the kind"),
    "sector": _("the sector"),
    "size": _("the size"),
    "about": _("what it does"),
    "website": _("the website"),
    "org_id": _("the number"),
    "places": _("the places"),
}
