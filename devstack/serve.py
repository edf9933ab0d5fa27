"""What granian's workers load: the app, in a process that does not outlive granian itself."""

import signal

from collab.kit.collector import leave_alone_what_is_loaded
from collab.wsgi import application
from devstack.children import end_with_parent

__all__ = ["application"]

# After a kill -9 of granian its workers would go on answering on the port, with the old code.
end_with_parent(signal.SIGKILL)
leave_alone_what_is_loaded()
