"""Who is logged in here: asked by a form that is about to be sent, so that nobody's words are lost at a login page."""

from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@never_cache
@require_safe
def who(request: HttpRequest) -> JsonResponse:
    """Tell a page of ours whose session this is, and the token that its forms need. Whoever has none gets the login.

    Pages of other sites cannot read the answer: no header allows them to.
    """
    return JsonResponse({"account": str(request.user.pk), "token": get_token(request)})


urls = [path("account/who/", who, name="newsroom_who")]
