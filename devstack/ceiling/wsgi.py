"""What granian serves beside our app."""

import os

from django.core.wsgi import get_wsgi_application

os.environ["DJANGO_SETTINGS_MODULE"] = "devstack.ceiling.settings"
application = get_wsgi_application()
