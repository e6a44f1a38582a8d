"""The left navigation, in the model's own terms, only what the role can use."""


def navigation(request):
    return {}
