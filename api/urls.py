"""Every address of the API."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView
from rest_framework.routers import SimpleRouter

from api import (
    absences,
    answer_templates,
    answer_times,
    assignment,
    condemnations,
    corrections,
    deadlines,
    dossiers,
    events,
    health,
    identifiers,
    impact,
    litigations,
    mails,
    me,
    merging,
    messages,
    opening_hours,
    pages,
    questions,
    recommendations,
    rules,
    statistics,
    themes,
    time,
    workload,
)

router = SimpleRouter(trailing_slash=False, use_regex_path=False)
router.register("dossiers", dossiers.DossierViews, basename="dossier")
router.register("dossiers", assignment.AssignmentViews, basename="assignment")
router.register("dossiers/<uuid:dossier_id>/events", events.EventViews, basename="event")
router.register("dossiers/<uuid:dossier_id>/messages", messages.MessageViews, basename="message")
router.register("dossiers/<uuid:dossier_id>/time", time.TimeViews, basename="time")
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
router.register("condemnations", condemnations.CondemnationViews, basename="condemnation")
router.register("deadlines", deadlines.DeadlineViews, basename="deadline")
router.register("deadlines", corrections.DeadlineCorrectionViews, basename="deadline-correction")
router.register("events", corrections.EventCorrectionViews, basename="event-correction")
router.register("recomputations", corrections.RecomputationViews, basename="recomputation")
router.register("deadline-rules", rules.RuleViews, basename="deadline-rule")
router.register("reminders", mails.ReminderViews, basename="reminder")
router.register("digests", mails.DigestViews, basename="digest")
router.register("recommendations", recommendations.RecommendationViews, basename="recommendation")
router.register("answer-templates", answer_templates.AnswerTemplateViews, basename="answer-template")
router.register("absences", absences.AbsenceViews, basename="absence")
router.register("opening-hours", opening_hours.OpeningHoursViews, basename="opening-hours")
router.register("opening-exceptions", opening_hours.OpeningExceptionViews, basename="opening-exception")
router.register("statistic-snapshots", statistics.StatisticSnapshotViews, basename="statistic-snapshot")

urlpatterns = [
    path("", pages.front_door, name="front-door"),
    path("sign-in/", pages.sign_in, name="sign-in"),
    path("docs/", pages.api_document, name="docs"),
    path("docs/problems/", pages.problems, name="problems"),
    path("api/v1/openapi.yaml", SpectacularAPIView.as_view(), name="openapi"),
    path("api/v1/me", me.MeView.as_view(), name="me"),
    path("api/v1/workload", workload.WorkloadView.as_view(), name="workload"),
    path("api/v1/questions/answer-times", answer_times.AnswerTimesView.as_view(), name="answer-times"),
    path("api/v1/deadlines/impact", impact.ImpactView.as_view(), name="impact"),
    path("api/v1/identifiers", identifiers.IdentifierView.as_view(), name="identifiers"),
    path("api/v1/worked-examples", rules.WorkedExamplesView.as_view(), name="worked-examples"),
    path("api/v1/themes", themes.ThemesView.as_view(), name="themes"),
    path("api/v1/vocabulary", rules.VocabularyView.as_view(), name="vocabulary"),
    path("api/v1/", include(router.urls)),
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
]
