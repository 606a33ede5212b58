"""Every address of the API."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView
from rest_framework.routers import SimpleRouter

from api import (
    condemnations,
    confidentiality,
    corrections,
    deadlines,
    dossiers,
    events,
    health,
    identifiers,
    impact,
    links,
    litigations,
    mails,
    me,
    messages,
    pages,
    participants,
    questions,
    recommendations,
    rules,
    saved_searches,
    statistics,
    themes,
    time,
    timeline,
)

router = SimpleRouter(trailing_slash=False, use_regex_path=False)
router.register("dossiers", dossiers.DossierViews, basename="dossier")
router.register("dossiers", confidentiality.ConfidentialityViews, basename="confidentiality")
router.register("dossiers/<uuid:dossier_id>/events", events.EventViews, basename="event")
router.register("dossiers/<uuid:dossier_id>/messages", messages.MessageViews, basename="message")
router.register("dossiers/<uuid:dossier_id>/time", time.TimeViews, basename="time")
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
router.register("saved-searches", saved_searches.SavedSearchViews, basename="saved-search")
router.register("statistic-snapshots", statistics.StatisticSnapshotViews, basename="statistic-snapshot")

urlpatterns = [
    path("", pages.front_door, name="front-door"),
    path("sign-in/", pages.sign_in, name="sign-in"),
    path("docs/", pages.api_document, name="docs"),
    path("docs/problems/", pages.problems, name="problems"),
    path("api/v1/openapi.yaml", SpectacularAPIView.as_view(), name="openapi"),
    path("api/v1/me", me.MeView.as_view(), name="me"),
    path("api/v1/deadlines/impact", impact.ImpactView.as_view(), name="impact"),
    path("api/v1/identifiers", identifiers.IdentifierView.as_view(), name="identifiers"),
    path("api/v1/worked-examples", rules.WorkedExamplesView.as_view(), name="worked-examples"),
    path("api/v1/themes", themes.ThemesView.as_view(), name="themes"),
    path("api/v1/vocabulary", rules.VocabularyView.as_view(), name="vocabulary"),
    path("api/v1/", include(router.urls)),
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
]
