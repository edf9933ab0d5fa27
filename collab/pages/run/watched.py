"""Words that a host looks at before they are on a wall."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from collab.kit.access import role
from members.models import SignedInRequest
from pledges.models import WatchedWords

MOST = 500


class WatchedForm(forms.ModelForm):
    """One word, or a few that belong together, on a line."""

    class Meta:
        model = WatchedWords
        fields = ["words"]
        labels = {"words": gettext_lazy("Words to look at first")}
        help_texts = {"words": gettext_lazy("One on each line. Capitals and accents do not count.")}
        widgets = {"words": forms.Textarea(attrs={"rows": 8, "spellcheck": "false"})}

    def clean_words(self) -> str:
        """Each line once, without spaces around it."""
        lines = dict.fromkeys(" ".join(line.split()) for line in self.cleaned_data["words"].splitlines())
        kept = [line for line in lines if line]
        if len(kept) > MOST:
            raise forms.ValidationError(_("Cut the list to %(most)s lines") % {"most": MOST})
        return "\n".join(kept)


@role("admin")
@require_http_methods(["GET", "HEAD", "POST"])
def run_watched(request: SignedInRequest) -> HttpResponse:
    row = WatchedWords.objects.filter(pk=1).first() or WatchedWords(pk=1)
    data: Any = request.POST if request.method == "POST" else None
    form = WatchedForm(data, instance=row)
    if form.is_valid():
        WatchedWords.change(form.cleaned_data, by=request.user.uuid)
        messages.success(request, _("Saved. New pledges with these words wait for a look"))
        return redirect("run_watched")
    return render(request, "pages/run/watched.html", {"form": form})
