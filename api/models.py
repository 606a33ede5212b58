"""What the API itself must remember: the answers to requests that may be sent again."""

from django.conf import settings
from django.db import models


class KeptAnswer(models.Model):
    """The answer to one POST, kept for a day, so that the same request sent again acts once.

    pii: the answer holds what the caller was told; it is forgotten after a day.
    """

    id = models.BigAutoField(primary_key=True)
    caller = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    headers = models.JSONField(default=dict)
    body = models.BinaryField()
    answered_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["caller", "key"], name="one_answer_per_caller_and_key"),
        ]

    def __str__(self) -> str:
        return self.key
