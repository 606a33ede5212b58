"""Every address of the API."""

from django.urls import include, path
from rest_framework.routers import SimpleRouter

from api import (
    absences,
    acknowledging,
    aftermath,
    answer_templates,
    answer_times,
    arguments,
    assignment,
    bounces,
    bulk,
    bundles,
    calendar_feeds,
    calendars,
    changes,
    client,
    condemnations,
    confidentiality,
    confirming,
    contacts,
    corrections,
    costs,
    deadlines,
    decisions,
    documents,
    dossiers,
    events,
    grievances,
    health,
    hearings,
    identifiers,
    impact,
    imports,
    instances,
    integrations,
    keys,
    links,
    litigations,
    mail_wishes,
    mails,
    me,
    merging,
    messages,
    notices,
    opening_hours,
    organisations,
    pages,
    participants,
    parties,
    questions,
    recommendations,
    register,
    rules,
    saved_searches,
    statistics,
    status,
    themes,
    time,
    timeline,
    tokens,
    unsubscribing,
    usage,
    webhooks,
    workload,
)

router = SimpleRouter(trailing_slash=False, use_regex_path=False)
router.register("dossiers", dossiers.DossierViews, basename="dossier")
router.register("dossiers", assignment.AssignmentViews, basename="assignment")
router.register("dossiers", confidentiality.ConfidentialityViews, basename="confidentiality")
router.register("dossiers/<uuid:dossier_id>/events", events.EventViews, basename="event")
router.register("dossiers/<uuid:dossier_id>/messages", messages.MessageViews, basename="message")
router.register("dossiers/<uuid:dossier_id>/parties", parties.PartyViews, basename="party")
router.register("dossiers/<uuid:dossier_id>/time", time.TimeViews, basename="time")
router.register(
    "dossiers/<uuid:dossier_id>/documents", documents.DossierDocumentViews, basename="dossier-document"
)
router.register("documents", documents.DocumentViews, basename="document")
router.register("dossiers/<uuid:dossier_id>/timeline", timeline.TimelineViews, basename="timeline")
router.register(
    "dossiers/<uuid:dossier_id>/participants", participants.ParticipantViews, basename="participant"
)
router.register("dossiers/<uuid:dossier_id>/walls", participants.WallViews, basename="wall")
router.register("dossiers/<uuid:dossier_id>/links", links.LinkViews, basename="link")
router.register("questions/<uuid:dossier_id>/messages", messages.ConversationViews, basename="conversation")
router.register(
    "dossiers/<uuid:dossier_id>/recommendations",
    recommendations.DossierRecommendationViews,
    basename="dossier-recommendation",
)
router.register("questions", questions.QuestionViews, basename="question")
router.register("questions", merging.QuestionMergeViews, basename="question-merge")
router.register("questions", workload.SuggestedOwnerViews, basename="suggested-owner")
router.register("litigations", litigations.LitigationViews, basename="litigation")
CASE = "litigations/<uuid:dossier_id>"
router.register(f"{CASE}/arguments", arguments.ArgumentViews, basename="argument")
router.register(f"{CASE}/instances", instances.InstanceViews, basename="instance")
router.register(f"{CASE}/hearings", hearings.HearingViews, basename="hearing")
router.register(f"{CASE}/decisions", decisions.DecisionViews, basename="decision")
router.register(f"{CASE}/grievances", grievances.GrievanceViews, basename="grievance")
router.register(f"{CASE}/costs", costs.CostViews, basename="cost")
router.register(f"{CASE}/follow-ups", aftermath.FollowUpViews, basename="follow-up")
router.register(f"{CASE}/impact", aftermath.ImpactViews, basename="impact-of-a-case")
router.register("condemnations", condemnations.CondemnationViews, basename="condemnation")
router.register("parties", parties.ConflictViews, basename="conflict")
router.register("contacts", contacts.ContactViews, basename="contact")
router.register("organisations", organisations.OrganisationViews, basename="organisation")
router.register("imports", imports.ImportViews, basename="import")
router.register("imports/<uuid:import_id>/rows", imports.ImportRowViews, basename="import-row")
router.register("deadlines", deadlines.DeadlineViews, basename="deadline")
router.register("deadlines", corrections.DeadlineCorrectionViews, basename="deadline-correction")
router.register("deadlines", confirming.ConfirmationViews, basename="deadline-confirmation")
router.register("events", corrections.EventCorrectionViews, basename="event-correction")
router.register("events", events.EventLetterViews, basename="event-letter")
router.register("recomputations", corrections.RecomputationViews, basename="recomputation")
router.register("deadline-rules", rules.RuleViews, basename="deadline-rule")
router.register("calendar-feeds", calendar_feeds.CalendarFeedViews, basename="calendar-feed")
router.register("bounces", bounces.BounceViews, basename="bounce")
router.register("reminders", mails.ReminderViews, basename="reminder")
router.register("me/notices", notices.NoticeViews, basename="notice")
router.register("digests", mails.DigestViews, basename="digest")
router.register("register", register.RegisterViews, basename="register")
router.register("recommendations", recommendations.RecommendationViews, basename="recommendation")
router.register("answer-templates", answer_templates.AnswerTemplateViews, basename="answer-template")
router.register("absences", absences.AbsenceViews, basename="absence")
router.register("opening-hours", opening_hours.OpeningHoursViews, basename="opening-hours")
router.register("opening-exceptions", opening_hours.OpeningExceptionViews, basename="opening-exception")
router.register("saved-searches", saved_searches.SavedSearchViews, basename="saved-search")
router.register("statistic-snapshots", statistics.StatisticSnapshotViews, basename="statistic-snapshot")
router.register("integrations", integrations.IntegrationViews, basename="integration")
router.register("api-keys", keys.ApiKeyViews, basename="api-key")
router.register("webhooks", webhooks.WebhookViews, basename="webhook")
router.register(
    "webhooks/<uuid:webhook_id>/messages", webhooks.WebhookMessageViews, basename="webhook-message"
)

urlpatterns = [
    path("", pages.front_door, name="front-door"),
    path("sign-in/", pages.sign_in, name="sign-in"),
    path("desk", client.client),
    path("desk/", client.client, name="client"),
    path("desk/<path:way>", client.client),
    path("docs/", pages.docs, name="docs"),
    path("docs/problems/", pages.problems, name="problems"),
    path("api/v1/openapi.yaml", pages.document, name="openapi"),
    path("api/v1/me", me.MeView.as_view(), name="me"),
    path("api/v1/me/mail-wishes", mail_wishes.MailWishesView.as_view(), name="mail-wishes"),
    path("api/v1/workload", workload.WorkloadView.as_view(), name="workload"),
    path("api/v1/questions/answer-times", answer_times.AnswerTimesView.as_view(), name="answer-times"),
    path("api/v1/deadlines/impact", impact.ImpactView.as_view(), name="impact"),
    path("api/v1/litigations/impact", aftermath.ImpactOfCasesView.as_view(), name="impact-of-cases"),
    path("api/v1/dossiers/bulk", bulk.BulkView.as_view(), name="bulk"),
    path(
        "api/v1/dossiers/<uuid:dossier_id>/documents.zip",
        bundles.BundleView.as_view(),
        name="document-bundle",
    ),
    path("api/v1/changes", changes.ChangesView.as_view(), name="changes"),
    path("api/v1/identifiers", identifiers.IdentifierView.as_view(), name="identifiers"),
    path("api/v1/worked-examples", rules.WorkedExamplesView.as_view(), name="worked-examples"),
    path("api/v1/status", status.StatusView.as_view(), name="status"),
    path("api/v1/themes", themes.ThemesView.as_view(), name="themes"),
    path("api/v1/usage", usage.UsageView.as_view(), name="usage"),
    path("api/v1/vocabulary", rules.VocabularyView.as_view(), name="vocabulary"),
    path("api/v1/", include(router.urls)),
    path("calendar/<str:token>.ics", calendars.CalendarView.as_view(), name="calendar"),
    path("acknowledge/<str:token>", acknowledging.acknowledge_page, name="acknowledge"),
    path("unsubscribe/<str:token>", unsubscribing.unsubscribe_page, name="unsubscribe"),
    path("oauth/token", tokens.TokenView.as_view(), name="token"),
    path(".well-known/oauth-authorization-server", tokens.metadata, name="authorization-server"),
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
]
