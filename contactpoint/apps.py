from django.apps import AppConfig


class ContactPointConfig(AppConfig):
    name = "contactpoint"
    verbose_name = "ContactPoint"
