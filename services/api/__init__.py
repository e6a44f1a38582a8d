"""Activities, sessions, attendance and registrations over the API: the operations of the pages."""
