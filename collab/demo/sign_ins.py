"""Where the invented people are signed in, and the second address of one of them. No browser has these sessions."""

from datetime import timedelta

from collab.demo.loading import Loading, read
from members.models import Member, SecondAddress, SignIn
from members.models.signing_in import how_long

BROWSERS = ["Firefox on Windows", "Safari on iPhone", "Chrome on Android", "Edge on Windows", "Safari on iPad"]


def load_sign_ins(loading: Loading) -> None:
    """A phone and a laptop for those whom one can sign in as."""
    people = [loading.people[row["id"]] for row in read("people.toml")["person"] if row.get("sign_in")]
    SignIn.objects.bulk_create([sign_in(loading, person) for person in people for _ in range(2)])
    organiser = next(person for person in people if person.has_role("admin"))
    somebody = next(person for person in people if not person.roles)
    SecondAddress.objects.create(
        uuid=loading.uuid(),
        member=somebody,
        email=somebody.email.replace("@westmere", "@home.westmere"),
        added_by=organiser,
        added_at=loading.now - timedelta(days=20),
    )


def sign_in(loading: Loading, person: Member) -> SignIn:
    """One browser, not saved; it began a while ago and still works."""
    lasts = how_long(person)
    began_at = loading.now - loading.random.uniform(0.05, 0.8) * lasts
    return SignIn(
        uuid=loading.uuid(),
        member=person,
        session_key=loading.uuid().hex,
        way=loading.random.choice(SignIn.Way.values[:2]),
        browser=loading.random.choice(BROWSERS),
        begun_with=person.get_session_auth_hash(),
        began_at=began_at,
        ends_at=began_at + lasts,
        seen_on=loading.now.date(),
    )
