"""A teller's picture: add, change, look at, remove."""

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collab.kit.access import members
from members.models import SignedInRequest
from stories.actions.pictures import change_picture, remove_picture
from stories.forms.pictures import PictureForm
from stories.models import Story
from stories.views.pictures import send_picture


@members
@require_http_methods(["GET", "HEAD", "POST"])
def story_picture_add(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Add or change it, and say what it shows."""
    story = _own(request, uuid)
    if not story.is_changeable:
        return redirect("story_answers", uuid)
    form = PictureForm(request.POST or None, request.FILES or None, story=story)
    if form.is_valid() and _save(request, story, form):
        return _go_on(request, form)
    _keep_photo_alone(request, form)
    return render(request, "stories/story_picture_add.html", {"form": form, "story": story})


@members
@require_POST
def story_picture_remove(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Away with it and with what was said of it."""
    if remove_picture(_own(request, uuid), by=request.user, at=timezone.now()):
        messages.success(request, _("The picture is removed. Your story shows a band of cloth instead."))
    return redirect("story_picture_add", uuid)


@members
@require_safe
def story_picture_own(request: SignedInRequest, uuid: UUID) -> FileResponse:
    """As it is kept, for its teller alone, in every state of the story."""
    own = Story.objects.told_by(request.user).exclude(picture="")
    return send_picture(get_object_or_404(own, uuid=uuid), "middle", cache="private, no-store")


def _own(request: SignedInRequest, uuid: UUID) -> Story:
    return get_object_or_404(Story.objects.told_by(request.user), uuid=uuid)


def _go_on(request: SignedInRequest, form: PictureForm) -> HttpResponse:
    """The next page. A picture that nobody has put in words may wait until the story is sent."""
    has_picture = bool(form.story.picture) or form.photo_sent is not None
    if has_picture and not form.cleaned_data["alt"]:
        messages.info(request, _("Your picture is kept. Say what it shows before you send your story."))
    return redirect("story_answers" if "checking" in request.GET else "story_people", form.story.uuid)


def _keep_photo_alone(request: SignedInRequest, form: PictureForm) -> None:
    """A browser sends a file only once: it is kept, though the words beside it need another look."""
    photo = form.photo_sent
    if photo is not None and change_picture(form.story, photo, by=request.user, at=timezone.now()):
        messages.info(request, _("Your picture is kept. You need not choose it again."))


def _save(request: SignedInRequest, story: Story, form: PictureForm) -> bool:
    """Save what is new. When another window was faster, the page comes back with both versions."""
    is_new = form.is_new or form.photo_sent is not None
    if not is_new or change_picture(story, form.photo_sent, by=request.user, at=timezone.now(), **form.words()):
        return True
    story.refresh_from_db()
    form.stored = form.read(story)
    form.note_conflict()
    return False
