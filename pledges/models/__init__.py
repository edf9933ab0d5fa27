"""What people said they will do, what became of it, and the reminders owed to them."""

from pledges.models.answers import Answer
from pledges.models.pledges import Pledge, Visibility
from pledges.models.reminders import Reminder

__all__ = ["Answer", "Pledge", "Reminder", "Visibility"]
