"""For whom people ask."""

from django.db import models

from helpdesk.identifiers import new_id


class Organisation(models.Model):
    """A reception centre, bar association, public welfare centre or member organisation.

    pii: none.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=200, unique=True)

    def __str__(self) -> str:
        return self.name
