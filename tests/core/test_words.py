"""What a form says when the database would refuse."""

from django.apps import apps


def test_no_constraint_tells_its_name():
    constraints = [constraint for model in apps.get_models() for constraint in model._meta.constraints]
    said = {str(constraint.get_violation_error_message()) for constraint in constraints}
    assert len(constraints) > 200
    assert [words for words in said if "约束" in words or words.isascii()] == []
