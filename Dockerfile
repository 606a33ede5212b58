# The product in one image: web, worker, beat and migrations are the same files with another command.
FROM python:3.13-slim-bookworm AS packages
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
COPY requirements/base.txt /requirements.txt
# By hash and from wheels only: what was locked is what is installed, and nothing is compiled on the way.
RUN python -m venv /venv && /venv/bin/pip install --require-hashes --no-deps --only-binary :all: -r /requirements.txt

FROM python:3.13-slim-bookworm
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin helpdesk
# A new volume takes its owner and mode from here: nobody but the product reads the files of documents.
RUN install --directory --owner 10001 --group 10001 --mode 700 /documents
COPY --from=packages /venv /venv
WORKDIR /app
COPY . .
# Compiled now, because the running container cannot write.
RUN /venv/bin/python -m compileall -q /app
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DJANGO_SETTINGS_MODULE=helpdesk.settings
USER 10001:10001
EXPOSE 8000
# /dev/shm is memory: gunicorn's heartbeat never waits for a disk.
CMD ["gunicorn", "helpdesk.wsgi", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", "--workers", "2", \
     "--threads", "4", "--worker-tmp-dir", "/dev/shm", "--no-control-socket", "--access-logfile", "-"]
