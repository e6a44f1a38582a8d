"""For migrations with hundreds of steps."""

from django.db.migrations.operations.base import Operation


class Together(Operation):
    """Operations of one kind as one step of a migration.

    Django draws all models anew after every operation. Within one step they are drawn once: creating a hundred tables,
    columns, constraints or triggers then takes seconds, not a minute. The operations must not build on each other in
    the database (first the tables, then their columns, then their constraints); only the state sees them in order.
    """

    def __init__(self, *operations: Operation):
        self.operations = operations
        self.reversible = all(operation.reversible for operation in operations)

    def state_forwards(self, app_label, state):
        state.__dict__.pop("apps", None)  # a state without drawn models is only a dictionary: cheap to change
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        for operation in reversed(self.operations):
            operation.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self):
        return f"{len(self.operations)} operations together: {self.operations[0].describe()} …"
