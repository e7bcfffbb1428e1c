from django.urls import path

from access import views

app_name = "access"

urlpatterns = [
    path("sign-in/", views.sign_in, name="sign-in"),
    path("sign-in/second/", views.sign_in_second, name="sign-in-second"),
    path("sign-out/", views.sign_out, name="sign-out"),
    path("stay-signed-in/", views.stay, name="stay"),
    path("signed-out/", views.signed_out, name="signed-out"),
    path("help/", views.ask_for_help, name="help"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("cookies/", views.cookies, name="cookies"),
    path("your-account/", views.own_account, name="own-account"),
    path("your-account/password/", views.change_password, name="change-password"),
    path("accounts/", views.list_accounts, name="accounts"),
    path("accounts/new/", views.create_account, name="create-account"),
    path("accounts/<reference:reference>/", views.show_account, name="account"),
    path("accounts/<reference:reference>/accreditation/", views.accredit_account, name="accredit"),
    path("accounts/<reference:reference>/credentials/", views.issue_credentials, name="issue-credentials"),
    path("accounts/<reference:reference>/suspend/", views.suspend_account, name="suspend"),
    path("accounts/<reference:reference>/restore/", views.restore_account, name="restore"),
    path("accounts/<reference:reference>/close/", views.close_account, name="close"),
    path("accounts/<reference:reference>/roles/", views.grant_role, name="grant-role"),
    path("accounts/<reference:reference>/roles/end/", views.end_role, name="end-role"),
]
