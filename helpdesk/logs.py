"""What the desk says while it runs: one line of JSON for each thing, secrets and addresses masked."""

from typing import Any

import structlog

from helpdesk.masking import mask_line


def logging_at(level: str) -> dict[str, Any]:
    """The `LOGGING` of Django, for our own lines and those of libraries alike; structlog is set up along with it."""
    of_all: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso"),
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *of_all,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    json = {
        "()": structlog.stdlib.ProcessorFormatter,
        "processors": [
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(),
            mask_line,
        ],
        "foreign_pre_chain": [*of_all, structlog.processors.format_exc_info],
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": json},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {"django_structlog.middlewares.request": {"level": "WARNING"}},
    }
