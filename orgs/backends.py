"""Signing in by password, and nothing else."""

from django.contrib.auth.backends import ModelBackend


class PasswordBackend(ModelBackend):
    """Rights come from memberships (``rules``): the permission tables of Django are never asked."""

    def has_perm(self, user_obj, perm, obj=None):
        return False

    def has_module_perms(self, user_obj, app_label):
        return False
