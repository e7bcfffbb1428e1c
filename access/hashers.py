"""How passwords and PINs are hashed."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2(Argon2PasswordHasher):
    """argon2id with the parameters of the OWASP password storage guidance: 46 MiB, one pass, one lane.

    One lane, because many people sign in at the same time: Django's eight lanes take four times as long on one core.
    """

    time_cost = 1
    memory_cost = 46 * 1024
    parallelism = 1
