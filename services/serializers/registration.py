"""What the API shows and takes: registration."""

from rest_framework import serializers

from services.models import Registration


class WhoBody(serializers.Serializer):
    name = serializers.CharField(max_length=60)
    phone = serializers.CharField(max_length=20)


class RegistrationSerializer(serializers.ModelSerializer):
    person_name = serializers.CharField(source="person.name", read_only=True)
    person_phone = serializers.CharField(source="person.masked_phone", read_only=True)
    state_label = serializers.CharField(source="get_state_display", read_only=True)

    class Meta:
        model = Registration
        fields = ["id", "session", "person", "person_name", "person_phone", "created_at", "state", "state_label"]
        read_only_fields = fields
