"""The entry point of the web server."""

import os

from django.core.wsgi import get_wsgi_application

from helpdesk.masking import mask_request_lines

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings")
application = get_wsgi_application()
mask_request_lines()
