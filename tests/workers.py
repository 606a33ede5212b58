"""Several processes that test side by side: each has a database of its own, so each gets a store of its own too.

Named to pytest with `-p`, since it must speak before the settings are read.
"""

import os
from urllib.parse import urlsplit

worker = os.environ.get("PYTEST_XDIST_WORKER")
if worker:
    store = urlsplit(os.environ["REDIS_URL"])
    os.environ["REDIS_URL"] = store._replace(path=f"/{1 + int(worker.removeprefix('gw'))}").geturl()
