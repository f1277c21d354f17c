"""Every address of the application, in the order of the navigation."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, path

from wuzha.web import api
from wuzha.web.pages import session, styleguide

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", api.urls),
    path("login/", session.login, name="login"),
    path("logout/", session.logout, name="logout"),
    path("language/", session.language, name="language"),
]
if settings.DEBUG:
    urlpatterns += [path("styleguide/", styleguide.styleguide, name="styleguide")]
