"""The screen where an editor takes an article from readers: with a notice in its place, or without a trace."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.snippets.views.snippets import UnpublishView

from skaryna.errors import SkarynaError
from skaryna.newsroom import four_eyes, printed, withdrawing
from skaryna.newsroom.models import Withdrawal
from skaryna.newsroom.models.article import MAX_TITLE_CHARS
from skaryna.newsroom.richtext import inline_of, plain_of, rich_of_text
from skaryna.newsroom.screens.refusing import sentence

MAX_WHY_CHARS = 4_000


class WithdrawalForm(forms.Form):
    """The choice, and the words of the notice."""

    how = forms.ChoiceField(
        label=_("What do readers find at its address?"),
        choices=[
            ("notice", _("A notice: that it was withdrawn, when, and why. Feeds tell it too.")),
            ("trace", _("Nothing: it is gone without a trace.")),
        ],
        widget=forms.RadioSelect,
    )
    title = forms.CharField(
        label=_("What the notice calls the article"),
        max_length=MAX_TITLE_CHARS,
        required=False,
        help_text=_("Change it where the title itself must not be repeated."),
    )
    why = forms.CharField(
        label=_("Why, in your words"),
        max_length=MAX_WHY_CHARS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Plain text. Readers see it under the notice; it may stay empty."),
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("how") == "notice" and not data.get("title", "").strip():
            self.add_error("title", _("A notice needs a title."))
        return data


def _has_own_words(notice: Withdrawal) -> bool:
    return bool(notice.text) or notice.title != notice.known_title


class WithdrawView(UnpublishView):
    """Asks how, and does it. For an article that has a notice already it changes the notice."""

    page_title = _("Withdraw")
    template_name = "newsroom/withdraw.html"
    form: WithdrawalForm | None = None

    @property
    def notice(self) -> Withdrawal | None:
        found: Withdrawal | None = (
            Withdrawal.objects.filter(article=self.object).select_related("by", "confirmed_by").first()
        )
        return found

    def get_context_data(self, **options: Any) -> dict[str, Any]:
        notice = self.notice
        title = notice.title if notice else self.object.title
        initial = {"how": "notice", "title": title, "why": plain_of(notice.text) if notice else ""}
        context: dict[str, Any] = super().get_context_data(**options)
        return {
            **context,
            "form": self.form or WithdrawalForm(initial=initial),
            "notice": notice,
            "is_live": self.object.live,
            "address": self.object.address,
            "edit_url": reverse(self.edit_url_name, args=[self.object.pk]),
            "waits": bool(notice and _has_own_words(notice) and not withdrawing.is_confirmed(notice)),
            "words": withdrawing.words_of(notice) if notice else "",
            "may_confirm": bool(notice and notice.by_id != self.request.user.pk),
            "four_eyes": four_eyes.is_on(),
        }

    def post(self, request: Any, *_arguments: Any, **_options: Any) -> HttpResponse:
        edit = redirect(self.edit_url_name, self.object.pk)
        try:
            if "confirm" in request.POST:
                if (notice := self.notice) is not None:
                    withdrawing.confirm(notice, user=request.user, seen=request.POST.get("words", ""))
                    self._tell(_t("Readers get these words."))
                return edit
            self.form = WithdrawalForm(request.POST)
            if not self.form.is_valid():
                return self.render_to_response(self.get_context_data())
            self._withdraw(self.form.cleaned_data)
        except SkarynaError as error:
            messages.error(request, sentence(error))
        return edit

    def _withdraw(self, said: dict[str, str]) -> None:
        if said["how"] == "trace":
            withdrawing.without_a_trace(self.object, user=self.request.user)
            self._tell(_t("“%(title)s” is withdrawn without a trace.") % {"title": self.object.title})
            return
        notice = self.notice
        why = rich_of_text(said["why"]) if said["why"].strip() else ""
        if notice is not None and plain_of(notice.text) == plain_of(why):
            why = notice.text
        withdrawing.with_a_notice(self.object, title=said["title"], text=why, user=self.request.user)
        self._tell(_t("“%(title)s” is withdrawn; a notice stands in its place.") % {"title": self.object.title})
        if four_eyes.is_on() and inline_of(why):
            messages.warning(
                self.request,
                _t("Readers see the plain notice. Your words come to them when a colleague confirms them here."),
            )

    def _tell(self, said: str) -> None:
        told = printed.told(self.object)
        messages.success(self.request, f"{said} {told.sentence}" if told.is_good else said)
        if not told.is_good:
            messages.warning(self.request, told.sentence)
