"""Every change to a group. The group's row is locked first, then memberships, then emails."""
