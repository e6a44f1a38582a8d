"""What every test session stands on: servers and a browser. The cast lives in tests/conftest.py."""

pytest_plugins = ["tests.plugins.servers", "tests.plugins.browser", "tests.plugins.flush"]
