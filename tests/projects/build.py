"""Complete arguments for the create operations; a test names only what it is about."""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

BASIS = {"direct_basis": "minutes", "direct_note": "和总办纪〔2026〕3号"}  # what a direct commission rests on


def need_fields(w, **fields) -> dict:
    defaults = {
        "title": "外卖骑手饮水歇脚",
        "organization": w.community_union,
        "category": "convenience",
        "groups": ["new_form"],
        "frequency": "weekly",
        "source": "survey",
        "people": 80,
        "evidence": "六月走访八个站点，问卷五十份。",
    }
    return defaults | fields


def corrected(w, **fields) -> dict:
    """What ``update_need`` takes: the community stays."""
    fields = need_fields(w, **fields)
    del fields["organization"]
    return fields


def project_fields(w, needs, **fields) -> dict:
    today = timezone.localdate()
    defaults = {
        "name": "新业态劳动者心理关爱",
        "category": "psychology",
        "organization": w.community_union,
        "contractor": w.contractor,
        "worker": w.worker,
        "needs": needs,
        "goal": "稳定的心理支持。",
        "starts_on": today,
        "ends_on": today + timedelta(days=300),
        "indicators": [{"measure": "sessions", "target": 18}, {"measure": "person_times", "target": 750}],
        "budget_lines": [
            {"category": "activity", "item": "讲座", "unit_price": Decimal("2000.00"), "quantity": 18},
            {"category": "staff", "item": "社工", "unit_price": Decimal("4500.50"), "quantity": 2},
        ],
    }
    return defaults | fields
