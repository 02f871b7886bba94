"""Addresses of the newsroom: the back office at the root, pictures for who is logged in."""

from django.urls import include, path, re_path
from wagtail.admin import urls as admin_urls

from skaryna.newsroom import media

urlpatterns = [
    re_path(r"^media/(?P<name>.+)$", media.show, name="newsroom_media"),
    path("", include(admin_urls)),
]
