"""What the server runs: the newsroom of the folder in SKARYNA_FOLDER."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "skaryna.newsroom.settings")
application = get_wsgi_application()
