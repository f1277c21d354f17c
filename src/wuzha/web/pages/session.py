"""Coming in, going out, and the language of the pages."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from wuzha.terms import Role
from wuzha.web import accounts, clock, lockout, oidc, sessions
from wuzha.web.access import public
from wuzha.web.client import address_of
from wuzha.web.entering import first_step, locked, policy_for, refuse_slowed
from wuzha.web.models import User
from wuzha.web.navigation import home
from wuzha.web.pages.second_step import onward


class Credentials(AuthenticationForm):
    """Log-in name and password. What is wrong is told without telling whether there is such a name."""

    request: HttpRequest

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("Log-in name")
        self.fields["password"].label = _("Password")

    def clean(self) -> dict[str, Any]:
        now, username = clock.now(), self.cleaned_data.get("username", "")
        address = address_of(self.request)
        if username and "password" in self.cleaned_data:
            refuse_slowed(address, now)
            self.user_cache = self._attempt(username, self.cleaned_data["password"], address, now)
        return self.cleaned_data

    def _attempt(self, username: str, password: str, address: str, now: datetime) -> User:
        known = User.objects.filter(username=username).first()
        policy = policy_for(known)
        open_, number = lockout.count_attempt(username, policy, now)
        if not open_ or lockout.second_locked(username, policy, now):
            raise ValidationError(locked(policy))
        user = authenticate(self.request, username=username, password=password)
        if not isinstance(user, User) or not _by_password(user, now):
            lockout.note_failure(address, now)
            last = number == policy.failures
            if known is not None:
                accounts.note_failure(known, address, now, locked=last)
            raise ValidationError(locked(policy) if last else gettext("The log-in name or the password is wrong."))
        lockout.lift(username, [lockout.NAME])
        if user.code_until is not None and user.code_until <= now:
            raise ValidationError(
                gettext("This one-time code is no longer valid. Have the campaign office make a new one.")
            )
        return user


def _by_password(user: User, now: datetime) -> bool:
    """Whether this account's password is asked for at all: not where another server is the only way, but in need."""
    return not oidc.only() or (user.glass_until is not None and now < user.glass_until)


class Login(LoginView):
    """Log in; whoever is in already goes to the overview. The account's language becomes the pages'."""

    form_class = Credentials
    redirect_authenticated_user = True

    def get_default_redirect_url(self) -> str:
        user = self.request.user
        return home(Role(user.role)) if isinstance(user, User) else super().get_default_redirect_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        other = {"provider": oidc.provider(), "left": "left" in self.request.GET}
        return super().get_context_data(**kwargs) | other

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        user = form.get_user()
        if not isinstance(user, User):
            raise PermissionDenied
        return onward(first_step(self.request, user, "password", self.get_redirect_url()), user)


login = public(Login.as_view())


class Logout(LogoutView):
    """Log out here; whoever came by another server may go on and log out there too."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        by_other = sessions.way_of(request).startswith(oidc.WAY)
        response = super().post(request, *args, **kwargs)
        return redirect(f"{reverse('login')}?left") if by_other else response


logout = public(Logout.as_view())


@public
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Change the language here and, for a known visitor, for the next log-in; go back to the same page."""
    wanted = request.POST.get("language", "")
    back = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    response = HttpResponseRedirect(back if safe else "/")
    if check_for_language(wanted) and wanted in dict(settings.LANGUAGES):
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, wanted, max_age=365 * 86400, samesite="Lax")
        if isinstance(request.user, User):
            User.objects.filter(pk=request.user.pk).update(language=wanted)
    return response
