"""The addresses of the product: the API, its documentation, sign-in, and the two health questions."""

from django.urls import include, path

urlpatterns = [
    path("_allauth/", include("allauth.headless.urls")),
    path("", include("api.urls")),
]

handler400 = "api.errors.refused_page"
handler404 = "api.pages.not_found"
handler500 = "api.errors.failed_page"
