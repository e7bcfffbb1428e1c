from django.urls import path

from access import views
from access.forms import steps

app_name = "access"

urlpatterns = [
    path("sign-in/", views.sign_in, name="sign-in"),
    path("sign-in/second/", views.sign_in_second, name="sign-in-second"),
    path("sign-out/", views.sign_out, name="sign-out"),
    path("signed-out/", views.signed_out, name="signed-out"),
    path("help/", views.ask_for_help, name="help"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("cookies/", views.cookies, name="cookies"),
    path("your-account/", views.own_account, name="own-account"),
    path("your-account/password/", views.change_password, name="change-password"),
    path("your-account/details/", views.change_own_details, name="own-details"),
    path("your-account/service/", views.move_self, name="own-service"),
    path("your-account/service/take-back/", views.take_back_own_move, name="take-back-own-service"),
    path("wrong-number/", views.report_wrong_number, name="wrong-number"),
    path("accounts/", views.list_accounts, name="accounts"),
    path("accounts/wrong-numbers/", views.list_wrong_numbers, name="wrong-numbers"),
    path(
        "accounts/wrong-numbers/<reference:reference>/settle/",
        views.settle_wrong_number,
        name="settle-wrong-number",
    ),
    path("accounts/new/", views.create_account, name="create-account"),
    *(
        path(f"accounts/new/{step}/", views.fill_in_step, {"step": step}, name=f"new-{step}")
        for step in steps.STEPS
    ),
    path("accounts/new/check/", views.check_new_account, name="check-new-account"),
    path("accounts/new/discard/", views.discard_new_account, name="discard-new-account"),
    path("accounts/<reference:reference>/", views.show_account, name="account"),
    path("accounts/<reference:reference>/accreditation/", views.accredit_account, name="accredit"),
    path("accounts/<reference:reference>/credentials/", views.issue_credentials, name="issue-credentials"),
    path("accounts/<reference:reference>/credentials/once/", views.show_credentials, name="credentials"),
    path("accounts/<reference:reference>/details/", views.change_details, name="details"),
    path("accounts/<reference:reference>/service/", views.move_account, name="move"),
    path("accounts/<reference:reference>/take-back/", views.take_back_leaving, name="take-back"),
    path("accounts/<reference:reference>/suspend/", views.suspend_account, name="suspend"),
    path("accounts/<reference:reference>/restore/", views.restore_account, name="restore"),
    path("accounts/<reference:reference>/close/", views.close_account, name="close"),
    path("accounts/<reference:reference>/roles/", views.grant_role, name="grant-role"),
    path("accounts/<reference:reference>/roles/end/", views.end_role, name="end-role"),
]
