import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.text
import helpdesk.identifiers
import helpdesk.people.names
from django.conf import settings
from django.db import migrations, models

from helpdesk.people.phones import e164


# The texts are folded and keyed by the database, so that whatever writes a name keeps its index in step. `unaccent`
# is not declared immutable, because its dictionary could be edited; this product never does.
FOLDED = """
CREATE FUNCTION people_folded(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN lower(unaccent('unaccent', $1))
"""
NAME_KEY = """
CREATE FUNCTION people_name_key(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (
    SELECT coalesce(string_agg(word, ' ' ORDER BY word COLLATE "C"), '')
    FROM regexp_split_to_table(people_folded(replace($1, '.', '')), '[[:space:][:punct:]]+') AS word
    WHERE word <> ALL (ARRAY[
        '',
        'vzw', 'asbl', 'ivzw', 'aisbl', 'bv', 'bvba', 'sprl', 'srl', 'cv', 'cvba', 'scrl', 'nv', 'sa', 'vof', 'snc',
        'gcv', 'commv', 'maatschap', 'stichting', 'fondation',
        'mr', 'mtr', 'meester', 'maitre', 'mevr', 'mevrouw', 'dhr', 'mme', 'madame', 'monsieur'
    ])
)
"""
NAME_KEYS = """
CREATE FUNCTION people_name_keys(text, text, text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (
    SELECT coalesce(array_agg(DISTINCT key), '{}')
    FROM unnest(ARRAY[people_name_key($1), people_name_key($2), people_name_key($3)]) AS key
    WHERE key <> ''
)
"""


def read_the_telephone_numbers(apps, schema_editor):
    contacts = apps.get_model("people", "Contact").objects
    for contact in contacts.exclude(phone="").iterator():
        contacts.filter(pk=contact.pk).update(phone_e164=e164(contact.phone))
    # The indexes of new keys are made when all else is done, which PostgreSQL refuses while keys are still to be checked.
    schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_keep_what_mail_servers_answer"),
    ]

    operations = [
        migrations.RunSQL("CREATE EXTENSION IF NOT EXISTS pg_trgm", migrations.RunSQL.noop),
        migrations.RunSQL("CREATE EXTENSION IF NOT EXISTS unaccent", migrations.RunSQL.noop),
        migrations.RunSQL("CREATE EXTENSION IF NOT EXISTS btree_gist", migrations.RunSQL.noop),
        migrations.RunSQL([FOLDED], ["DROP FUNCTION people_folded(text)"]),
        migrations.RunSQL([NAME_KEY], ["DROP FUNCTION people_name_key(text)"]),
        migrations.RunSQL([NAME_KEYS], ["DROP FUNCTION people_name_keys(text, text, text)"]),
        migrations.CreateModel(
            name="ContactMerge",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=helpdesk.identifiers.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "merged",
                    django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), size=None),
                ),
                ("moved", models.JSONField(default=dict)),
                ("kept", models.JSONField(default=dict)),
                ("before", models.JSONField(default=dict)),
                ("merged_at", models.DateTimeField()),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="DistinctContacts",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="DistinctOrganisations",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="MembershipPeriod",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("from_on", models.DateField(blank=True, null=True)),
                ("until_on", models.DateField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="OrganisationMerge",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=helpdesk.identifiers.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "merged",
                    django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), size=None),
                ),
                ("moved", models.JSONField(default=dict)),
                ("kept", models.JSONField(default=dict)),
                ("before", models.JSONField(default=dict)),
                ("merged_at", models.DateTimeField()),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.RemoveConstraint(
            model_name="contact",
            name="one_contact_per_name_and_e_mail",
        ),
        migrations.AddField(
            model_name="contact",
            name="archived_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="contact",
            name="erased_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="contact",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merged_from",
                to="people.contact",
            ),
        ),
        migrations.AddField(
            model_name="contact",
            name="team",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="contacts",
                to="people.team",
            ),
        ),
        migrations.AddField(
            model_name="organisation",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merged_from",
                to="people.organisation",
            ),
        ),
        migrations.AddField(
            model_name="contact",
            name="phone_e164",
            field=models.CharField(blank=True, editable=False, max_length=16),
        ),
        migrations.AddField(
            model_name="contact",
            name="preferred_channel",
            field=models.CharField(
                blank=True,
                choices=[
                    ("phone", "telephone"),
                    ("mail", "e-mail"),
                    ("text_message", "text message"),
                    ("letter", "letter"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="contact",
            name="revision",
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
        migrations.AddField(
            model_name="contact",
            name="safety",
            field=models.CharField(
                blank=True,
                choices=[
                    ("safe", "can be contacted without danger"),
                    ("preferred_channel_only", "only through the preferred channel"),
                    ("leave_no_message", "speak to her alone, leave no message"),
                    ("through_organisation", "only through her organisation"),
                    ("not_safe", "do not contact"),
                ],
                max_length=24,
            ),
        ),
        migrations.AddField(
            model_name="organisation",
            name="abbreviation",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name="organisation",
            name="archived_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="organisation",
            name="email",
            field=models.EmailField(blank=True, max_length=254),
        ),
        migrations.AddField(
            model_name="organisation",
            name="name_fr",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="organisation",
            name="name_nl",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="organisation",
            name="kbo_number",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name="organisation",
            name="kind",
            field=models.CharField(
                choices=[
                    ("reception_centre", "reception centre"),
                    ("bar", "bar association"),
                    ("welfare_centre", "public welfare centre"),
                    ("member_organisation", "member organisation"),
                    ("ngo", "non-governmental organisation"),
                    ("court", "court or tribunal"),
                    ("authority", "authority"),
                    ("law_firm", "law firm"),
                    ("other", "other"),
                ],
                default="other",
                max_length=20,
            ),
        ),
        migrations.AddField(
            model_name="organisation",
            name="language",
            field=models.CharField(
                choices=[("nl", "Nederlands"), ("fr", "Français"), ("en", "English"), ("de", "Deutsch")],
                default="nl",
                max_length=2,
            ),
        ),
        migrations.AddField(
            model_name="organisation",
            name="municipality",
            field=models.CharField(blank=True, max_length=80),
        ),
        migrations.AddField(
            model_name="organisation",
            name="phone",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name="organisation",
            name="phone_e164",
            field=models.CharField(blank=True, editable=False, max_length=16),
        ),
        migrations.AddField(
            model_name="organisation",
            name="postal_code",
            field=models.CharField(blank=True, max_length=10),
        ),
        migrations.AddField(
            model_name="organisation",
            name="revision",
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
        migrations.AddField(
            model_name="organisation",
            name="website",
            field=models.URLField(blank=True, max_length=300),
        ),
        migrations.AlterField(
            model_name="apikey",
            name="scopes",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("questions:read", "read questions"),
                        ("questions:write", "hand in questions"),
                        ("dossiers:read", "read dossiers, events and deadlines"),
                        ("dossiers:write", "change dossiers, record events"),
                        ("contacts:read", "read contacts and organisations"),
                        ("contacts:write", "change contacts and organisations"),
                        ("law:read", "read rules and compute deadlines"),
                        ("statistics:read", "read published figures"),
                    ],
                    max_length=32,
                ),
                default=list,
                size=None,
            ),
        ),
        migrations.AlterField(
            model_name="organisation",
            name="name",
            field=models.CharField(max_length=200),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=models.CheckConstraint(
                condition=models.Q(("merged_into", models.F("id")), _negated=True),
                name="no_contact_is_merged_into_herself",
            ),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("erased_at", None),
                    models.Q(("email", ""), ("phone", ""), ("phone_e164", "")),
                    _connector="OR",
                ),
                name="an_erased_contact_cannot_be_reached",
            ),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("merged_into", None)),
                fields=("name",),
                name="one_standing_organisation_per_name",
            ),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(
                condition=models.Q(("merged_into", models.F("id")), _negated=True),
                name="no_organisation_is_merged_into_itself",
            ),
        ),
        migrations.AddField(
            model_name="contactmerge",
            name="merged_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="contactmerge",
            name="survivor",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="merges", to="people.contact"
            ),
        ),
        migrations.AddField(
            model_name="distinctcontacts",
            name="one",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.contact"
            ),
        ),
        migrations.AddField(
            model_name="distinctcontacts",
            name="other",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.contact"
            ),
        ),
        migrations.AddField(
            model_name="distinctcontacts",
            name="recorded_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="distinctorganisations",
            name="one",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.organisation"
            ),
        ),
        migrations.AddField(
            model_name="distinctorganisations",
            name="other",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.organisation"
            ),
        ),
        migrations.AddField(
            model_name="distinctorganisations",
            name="recorded_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="membershipperiod",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="membership_periods",
                to="people.organisation",
            ),
        ),
        migrations.AddField(
            model_name="organisationmerge",
            name="merged_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="organisationmerge",
            name="survivor",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="merges", to="people.organisation"
            ),
        ),
        migrations.AddField(
            model_name="contact",
            name="folded_name",
            field=models.GeneratedField(
                db_persist=True,
                expression=helpdesk.people.names.Folded("name"),
                output_field=models.TextField(),
            ),
        ),
        migrations.AddField(
            model_name="contact",
            name="name_key",
            field=models.GeneratedField(
                db_persist=True,
                expression=helpdesk.people.names.NameKey("name"),
                output_field=models.TextField(),
            ),
        ),
        migrations.AddField(
            model_name="organisation",
            name="folded_name",
            field=models.GeneratedField(
                db_persist=True,
                expression=helpdesk.people.names.Folded("name"),
                output_field=models.TextField(),
            ),
        ),
        migrations.AddField(
            model_name="organisation",
            name="folded_names",
            field=models.GeneratedField(
                db_persist=True,
                expression=helpdesk.people.names.Folded(
                    django.db.models.functions.text.Concat(
                        "name",
                        models.Value(" "),
                        "name_nl",
                        models.Value(" "),
                        "name_fr",
                        models.Value(" "),
                        "abbreviation",
                    )
                ),
                output_field=models.TextField(),
            ),
        ),
        migrations.AddField(
            model_name="organisation",
            name="name_keys",
            field=models.GeneratedField(
                db_persist=True,
                expression=helpdesk.people.names.NameKeys("name", "name_nl", "name_fr"),
                output_field=django.contrib.postgres.fields.ArrayField(
                    base_field=models.TextField(), size=None
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="distinctcontacts",
            constraint=models.UniqueConstraint(
                fields=("one", "other"), name="distinctcontacts_are_told_apart_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="distinctcontacts",
            constraint=models.CheckConstraint(
                condition=models.Q(("one__lt", models.F("other"))), name="distinctcontacts_stand_in_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="distinctorganisations",
            constraint=models.UniqueConstraint(
                fields=("one", "other"), name="distinctorganisations_are_told_apart_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="distinctorganisations",
            constraint=models.CheckConstraint(
                condition=models.Q(("one__lt", models.F("other"))),
                name="distinctorganisations_stand_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="membershipperiod",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("until_on__gte", models.F("from_on")),
                    ("from_on", None),
                    ("until_on", None),
                    _connector="OR",
                ),
                name="a_membership_ends_no_earlier_than_it_began",
            ),
        ),
        migrations.AddConstraint(
            model_name="membershipperiod",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    ("organisation", "="),
                    (
                        models.Func(
                            "from_on",
                            "until_on",
                            django.contrib.postgres.fields.ranges.RangeBoundary(inclusive_upper=True),
                            function="daterange",
                            output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                        ),
                        "&&",
                    ),
                ],
                name="two_memberships_of_one_organisation_never_overlap",
            ),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(fields=["folded_name", "id"], name="contacts_by_name"),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["folded_name"], name="contacts_by_part_of_name", opclasses=["gin_trgm_ops"]
            ),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=django.contrib.postgres.indexes.GistIndex(
                fields=["organisation", "folded_name"],
                name="contacts_alike_in_one_house",
                opclasses=["gist_uuid_ops", "gist_trgm_ops"],
            ),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(fields=["name_key"], name="contacts_by_words_of_name"),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(
                django.db.models.functions.text.Lower("email"),
                condition=models.Q(("email", ""), _negated=True),
                name="contacts_by_e_mail",
            ),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(
                condition=models.Q(("phone_e164", ""), _negated=True),
                fields=["phone_e164"],
                name="contacts_by_phone",
            ),
        ),
        migrations.AddIndex(
            model_name="organisation",
            index=models.Index(fields=["folded_name", "id"], name="organisations_by_name"),
        ),
        migrations.AddIndex(
            model_name="organisation",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["folded_names"], name="organisations_by_part_of_name", opclasses=["gin_trgm_ops"]
            ),
        ),
        migrations.AddIndex(
            model_name="organisation",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["name_keys"], name="organisations_by_words_of_name"
            ),
        ),
        migrations.AddIndex(
            model_name="organisation",
            index=models.Index(
                django.db.models.functions.text.Lower("email"),
                condition=models.Q(("email", ""), _negated=True),
                name="organisations_by_e_mail",
            ),
        ),
        migrations.AddIndex(
            model_name="organisation",
            index=models.Index(
                condition=models.Q(("phone_e164", ""), _negated=True),
                fields=["phone_e164"],
                name="organisations_by_phone",
            ),
        ),
        migrations.AddIndex(
            model_name="organisation",
            index=models.Index(
                condition=models.Q(("kbo_number", ""), _negated=True),
                fields=["kbo_number"],
                name="organisations_by_kbo_number",
            ),
        ),
        migrations.AddIndex(
            model_name="organisation",
            index=django.contrib.postgres.indexes.GistIndex(
                fields=["postal_code", "folded_name"],
                name="organisations_alike_in_a_place",
                opclasses=["gist_text_ops", "gist_trgm_ops"],
            ),
        ),
        migrations.RunPython(read_the_telephone_numbers, migrations.RunPython.noop),
    ]
