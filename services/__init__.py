"""Activities, sign-up, check-in and attendance (服务联动)."""
