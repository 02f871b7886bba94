"""What the newsroom tells Wagtail; found by Wagtail under this name."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from skaryna.newsroom.screens.articles import ArticleViewSet
from skaryna.newsroom.screens.rest import MastheadViewSet, PageViewSet, PersonViewSet, TopicViewSet

for viewset in (ArticleViewSet, PersonViewSet, TopicViewSet, PageViewSet):
    register_snippet(viewset)


@hooks.register("register_admin_viewset")
def masthead_screens() -> MastheadViewSet:
    return MastheadViewSet("masthead")
