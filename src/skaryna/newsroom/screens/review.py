"""Who reviews what: the steps of the newsroom's one workflow, in words that five people understand."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import DeleteView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from skaryna.errors import SkarynaError
from skaryna.newsroom import reviewing
from skaryna.newsroom.models import Account, Review, Topic
from skaryna.newsroom.place import current
from skaryna.newsroom.screens.refusing import sentence


class ReviewForm(forms.ModelForm):
    """A step: its name, for which articles, and who."""

    language = forms.ChoiceField(label=_("Language"), required=False)

    class Meta:
        model = Review
        fields = ("name", "language", "topic", "reviewers")
        widgets = {"reviewers": forms.CheckboxSelectMultiple}  # noqa: RUF012 - Django's protocol

    def __init__(self, *arguments: Any, **options: Any) -> None:
        options.pop("for_user", None)
        super().__init__(*arguments, **options)
        languages = current().publication.languages
        self.fields["language"].choices = [("", _("all languages")), *((each, each) for each in languages)]
        self.fields["language"].help_text = Review._meta.get_field("language").help_text
        self.fields["topic"].queryset = Topic.objects.select_related("locale")
        self.fields["topic"].empty_label = _("all topics")
        self.fields["reviewers"].queryset = Account.objects.filter(
            is_active=True, groups__permissions__codename="publish_article"
        ).distinct()


def _for(step: Review) -> str:
    """Say in words which articles go through a step."""
    if step.is_general:
        return str(_("all articles that no other step is for"))
    return ", ".join(filter(None, (step.language, str(step.topic) if step.topic else "")))


def _who(step: Review) -> str:
    names = [account.get_username() for account in step.reviewers.all()]
    return ", ".join(names) or str(_("any editor"))


def step_url(step: Review) -> str:
    """Return where a step is changed."""
    return reverse("review-steps:edit", args=[step.pk])


class ReviewsView(IndexView):
    """The steps in use."""

    def get_base_queryset(self) -> QuerySet:
        rows = Review.objects.filter(active=True).select_related("topic").prefetch_related("reviewers")
        return rows.order_by("workflow_tasks__sort_order", "pk")


class RemoveView(DeleteView):
    """Takes a step out of use; what it decided stays in the articles' history."""

    page_title = _("Take out of use")

    def form_valid(self, form: Any) -> HttpResponse:  # noqa: ARG002 - Django's
        try:
            reviewing.remove(self.object)
        except SkarynaError as error:
            messages.error(self.request, sentence(error))
        else:
            messages.success(self.request, _("The step is out of use."))
        return redirect(self.index_url_name)


class ReviewViewSet(ModelViewSet):
    """For administrators."""

    model = Review
    icon = "group"
    menu_label = _("Who reviews")
    menu_name = "review-steps"
    menu_order = 165
    url_prefix = "review-steps"
    add_to_admin_menu = True
    copy_view_enabled = False
    inspect_view_enabled = False
    index_view_class = ReviewsView
    delete_view_class = RemoveView
    ordering = ("pk",)
    exclude_form_fields: tuple[str, ...] = ()
    list_display = (
        TitleColumn("name", label=_("Step"), get_url=step_url),
        Column("for", label=_("For"), accessor=_for),
        Column("who", label=_("Who"), accessor=_who),
    )

    def get_form_class(self, **_options: Any) -> Any:
        return ReviewForm
