"""What the API shows and takes. Numbers of people are masked; only ``reveal`` answers in plain text."""

from django.contrib.auth.password_validation import validate_password
from rest_framework import serializers
from rest_framework.authtoken.serializers import AuthTokenSerializer

from core.api import VisibleRelatedField
from orgs.enums import Gender, OrganizationKind, Role, ServiceGroup
from orgs.models import Membership, Organization, Person, User, Venue
from orgs.naming import NamedRelatedField
from orgs.permissions import REGISTRARS


class OrganizationSerializer(serializers.ModelSerializer):
    parent = serializers.IntegerField(source="parent_id", read_only=True, allow_null=True)
    parent_code = serializers.CharField(read_only=True, allow_null=True)
    level_label = serializers.CharField(read_only=True)

    class Meta:
        model = Organization
        fields = [
            "id", "code", "name", "place", "kind", "level", "level_label", "parent", "parent_code", "initials",
            "credit_code", "legal_representative", "legal_person_number", "legal_person_until",
            "is_rural", "is_pilot", "tier", "contact_phone", "address", "active_from", "active_to",
        ]  # fmt: skip
        read_only_fields = fields


class OrganizationChangeSerializer(serializers.ModelSerializer):
    class Meta:
        model = Organization
        fields = [
            "name", "credit_code", "legal_representative", "legal_person_number", "legal_person_until", "contact_phone",
            "address", "tier", "is_pilot", "active_from", "active_to",
        ]  # fmt: skip


class OrganizationCreateSerializer(OrganizationChangeSerializer):
    parent = VisibleRelatedField(queryset=Organization.objects.all())  # unscoped: the field narrows it
    kind = serializers.ChoiceField(choices=OrganizationKind.choices)
    code = serializers.CharField(required=False, allow_blank=True, max_length=30)

    class Meta(OrganizationChangeSerializer.Meta):
        fields = ["parent", "kind", "code", *OrganizationChangeSerializer.Meta.fields]


class MembershipSerializer(serializers.ModelSerializer):
    user_name = serializers.CharField(source="user.name", read_only=True)
    organization_name = serializers.CharField(source="organization.name", read_only=True)
    organization_code = serializers.CharField(source="organization.code", read_only=True)
    role_label = serializers.CharField(source="get_role_display", read_only=True)

    class Meta:
        model = Membership
        fields = [
            "id", "user", "user_name", "organization", "organization_name", "organization_code", "role", "role_label",
            "valid_from", "valid_to",
        ]  # fmt: skip
        read_only_fields = fields


class PeriodSerializer(serializers.Serializer):
    organization = VisibleRelatedField(queryset=Organization.objects.all())  # unscoped: the field narrows it
    role = serializers.ChoiceField(choices=Role.choices)
    valid_from = serializers.DateField(required=False, allow_null=True)
    valid_to = serializers.DateField(required=False, allow_null=True)


class GrantSerializer(PeriodSerializer):
    user = VisibleRelatedField(queryset=User.objects.all())  # unscoped: the field narrows it


class UserSerializer(serializers.ModelSerializer):
    memberships = MembershipSerializer(source="seen_memberships", many=True, read_only=True)

    class Meta:
        model = User
        fields = ["id", "username", "name", "email", "phone", "last_login", "memberships"]
        read_only_fields = fields


class SignInSerializer(AuthTokenSerializer):
    """Name and password for a token; a name longer than any of ours is wrong before the lock-out writes it down."""

    username = serializers.CharField(max_length=150, write_only=True)


class PasswordSerializer(serializers.Serializer):
    password = serializers.CharField(write_only=True, trim_whitespace=False, max_length=128)

    def validate_password(self, password):
        validate_password(password)
        return password


class UserChangeSerializer(serializers.ModelSerializer):
    class Meta:
        model = User
        fields = ["name", "email", "phone"]
        extra_kwargs = {"name": {"required": True}}


class UserCreateSerializer(PeriodSerializer, PasswordSerializer):
    username = serializers.CharField(max_length=150, validators=[User.username_validator])
    name = serializers.CharField(max_length=60)
    email = serializers.EmailField(required=False, allow_blank=True)
    phone = serializers.CharField(required=False, allow_blank=True, max_length=20)


class PersonSerializer(serializers.ModelSerializer):
    """Numbers masked; who is not told the name learns nothing else that says who it is."""

    name = serializers.CharField(source="shown_name", read_only=True)
    birth_date = serializers.DateField(source="shown_birth_date", read_only=True, allow_null=True)
    id_number = serializers.CharField(source="shown_id_number", read_only=True)
    phone = serializers.CharField(source="shown_phone", read_only=True)
    organization_name = serializers.CharField(source="organization.name", read_only=True)

    class Meta:
        model = Person
        fields = [
            "id", "name", "gender", "birth_date", "id_number", "phone", "groups", "is_member", "organization",
            "organization_name", "created_at",
        ]  # fmt: skip
        read_only_fields = fields


class PersonChangeSerializer(serializers.Serializer):
    name = serializers.CharField(max_length=60)
    phone = serializers.CharField(required=False, allow_blank=True, max_length=30)
    id_number = serializers.CharField(required=False, allow_blank=True, max_length=30)
    gender = serializers.ChoiceField(choices=Gender.choices, required=False)
    birth_date = serializers.DateField(required=False, allow_null=True)
    groups = serializers.ListField(child=serializers.ChoiceField(choices=ServiceGroup.choices), required=False)
    is_member = serializers.BooleanField(required=False)


class PersonCreateSerializer(PersonChangeSerializer):
    organization = VisibleRelatedField(queryset=Organization.objects.all())  # unscoped: the field narrows it

    def validate_organization(self, organization):
        """Being seen is not enough: a register is kept by an organization one works for."""
        managed = Organization.objects.managed_by(self.context["request"].user, *REGISTRARS)
        if not managed.filter(pk=organization.pk).exists():
            raise serializers.ValidationError("只能在您所在的组织及其下级建档。")
        return organization


class RevealSerializer(serializers.Serializer):
    reason = serializers.CharField(max_length=200)


class MergeSerializer(serializers.Serializer):
    into = NamedRelatedField(queryset=Person.objects.all())  # unscoped: the field narrows it
    reason = serializers.CharField(max_length=200)

    def validate_into(self, person):
        if not self.context["request"].user.has_perm("orgs.merge_people", person):
            raise serializers.ValidationError("您没有合并这份档案的权限，请联系街道总工会办理。")
        return person


class LookupSerializer(serializers.Serializer):
    number = serializers.CharField(max_length=30)


class DivisionSerializer(serializers.Serializer):
    file = serializers.FileField()


class VenueSerializer(serializers.ModelSerializer):
    kind_label = serializers.CharField(source="get_kind_display", read_only=True)
    organization_name = serializers.CharField(source="organization.name", read_only=True)

    class Meta:
        model = Venue
        fields = [
            "id", "organization", "organization_name", "name", "kind", "kind_label", "address", "area", "capacity",
            "opening_hours", "phone", "facilities", "is_accessible", "is_open", "latitude", "longitude", "radius",
        ]  # fmt: skip
        read_only_fields = fields


class VenueChangeSerializer(serializers.ModelSerializer):
    class Meta:
        model = Venue
        fields = [
            "name", "kind", "address", "area", "capacity", "opening_hours", "phone", "facilities", "is_accessible",
            "is_open", "latitude", "longitude", "radius",
        ]  # fmt: skip


class VenueCreateSerializer(VenueChangeSerializer):
    organization = VisibleRelatedField(queryset=Organization.objects.all())  # unscoped: the field narrows it

    class Meta(VenueChangeSerializer.Meta):
        fields = ["organization", *VenueChangeSerializer.Meta.fields]
        validators = []  # the operation says in a sentence that a name is taken
