"""What an operation says when it refuses."""

import pytest

from core.errors import DomainError


def refused(call, *args, **kwargs) -> str:
    """The sentence of the ``DomainError`` that ``call`` must end with."""
    with pytest.raises(DomainError) as error:
        call(*args, **kwargs)
    return str(error.value)
