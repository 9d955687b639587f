import gc
import os
import sys

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

# A thread that asks the database lets the other one run, and would then wait 5 ms for its turn: for each
# of a dozen questions a page.
sys.setswitchinterval(0.0005)

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rekam.office.settings")
application = get_wsgi_application()
_ = get_resolver().url_patterns  # every page's code, now and not when the first reader waits for it

# What was loaded until now stays: it need not be looked through for garbage again and again.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 50)
