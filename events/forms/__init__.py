"""What people type about events: to have a place, and what happens at the door and after."""

from events.forms.joining import EmailForm, JoinForm, ShowNameForm, check_email, check_length

__all__ = ["EmailForm", "JoinForm", "ShowNameForm", "check_email", "check_length"]
