"""What a country asks about a person, or the problem that nobody has entered it."""

from typing import Any

from django.utils.translation import gettext as _

from payroll.engine.pack import Assessment
from payroll.engine.problems import CannotCalculate


class ProfileMissing(CannotCalculate):
    """Nothing is known of a person that the law of the country asks for."""

    def __init__(self) -> None:
        super().__init__(
            _("Tax and contributions cannot be worked out."),
            _("The person's statutory details for this country are missing."),
            _("Enter them with the person's pay: the tax code or form, and whatever else the country asks for."),
        )


def profile_of[Profile](assessment: Assessment, expected: type[Profile]) -> Profile:
    """The profile of a payment. Raises ProfileMissing."""
    profile: Any = assessment.profile
    if not isinstance(profile, expected):
        raise ProfileMissing
    return profile
