"""Stands in for the worker: one task that never listens, to see that a stop does not wait for it."""

import os
import time

from celery import Celery

app = Celery("helpdesk", broker=os.environ["REDIS_URL"])
app.conf.worker_prefetch_multiplier = 1
app.conf.worker_pool = "threads"  # it stops a second sooner than processes do


@app.task(name="never_ends")
def never_ends() -> None:
    time.sleep(3600)
