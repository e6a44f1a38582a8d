"""The one exception an operation raises on purpose."""


class DomainError(Exception):
    """A refused operation; its text is a Chinese sentence that says what happened and what to do.

    Pages show it as a message, the API answers it with 409. Nothing of the operation remains.
    """
