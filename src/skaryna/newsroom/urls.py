"""Addresses of the newsroom: the back office at the root, pictures for who is logged in."""

from django.urls import include, path, re_path
from wagtail.admin import urls as admin_urls
from wagtail.admin.auth import require_admin_access

from skaryna.newsroom import media
from skaryna.newsroom.screens import entrance_urls, pasting, pictures, security, who
from skaryna.newsroom.screens.people import OwnAccountView, no_bulk

urlpatterns = [
    re_path(r"^media/(?P<name>.+)$", media.show, name="newsroom_media"),
    *entrance_urls.urlpatterns,
    *security.urlpatterns,
    *who.urls,
    path("bulk/newsroom/account/<str:action>/", no_bulk),
    path("account/", require_admin_access(OwnAccountView.as_view())),
    # Before Wagtail's own addresses of the same names.
    *pictures.urls,
    *pasting.urls,
    path("", include(admin_urls)),
]
