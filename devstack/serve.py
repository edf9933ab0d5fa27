"""What granian's workers load: the app, in a process that does not outlive granian itself."""

import gc
import signal

from collab.wsgi import application
from devstack.children import end_with_parent

__all__ = ["application"]

# After a kill -9 of granian its workers would go on answering on the port, with the old code.
end_with_parent(signal.SIGKILL)
# All that is loaded by now stays: the collector need not go through it again, nor start so often. 5 % of each page.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 50)
