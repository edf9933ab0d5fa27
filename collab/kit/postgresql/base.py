"""The name of this file is the one that Django looks for."""

from select import POLLIN, poll

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that hears by itself that the server has closed it."""

    def is_usable(self) -> bool:
        """Asked before each request. Django sends a query and waits for its answer, which is a sixth of a small page.

        Between requests a server has nothing to say but that it goes, and the socket then has something to read.
        After an error, or if there is anything to read, Django's query is asked all the same.
        """
        if self.connection is None or self.connection.closed or self.errors_occurred:
            return super().is_usable()
        line = poll()
        line.register(self.connection.fileno(), POLLIN)
        return not line.poll(0) or super().is_usable()
