"""Location."""

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Abs, Lower
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from core.ids import new_id
from core.validators import validate_time_zone
from hr.people.rules import Geofence

SMALLEST_RADIUS, LARGEST_RADIUS = 25, 50_000


class Location(models.Model):
    """A place where people of the company work."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(_("name"), max_length=100)
    address = models.TextField(_("address"), max_length=500, blank=True)
    time_zone = models.CharField(
        _("time zone"),
        max_length=64,
        blank=True,
        validators=[validate_time_zone],
        help_text=_("Only if it differs from the company's. People clock in by this clock unless their own record names another."),
    )
    holiday_calendar = models.ForeignKey(
        "calendars.HolidayCalendar",
        verbose_name=_("holiday calendar"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="locations",
        help_text=_("Empty: the one that holds for everybody else."),
    )
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=8,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
        help_text=_("Of the middle of the premises, in degrees, such as 51.501364. North of the equator is positive."),
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
        help_text=_("In degrees, such as -0.141890. East of Greenwich is positive."),
    )
    radius_metres = models.PositiveIntegerField(
        _("radius in metres"),
        null=True,
        blank=True,
        validators=[MinValueValidator(SMALLEST_RADIUS), MaxValueValidator(LARGEST_RADIUS)],
        help_text=_("Who is that near to the middle is at the location. Phones are off by 5 to 50 metres."),
    )

    class Meta:
        verbose_name = _("location")
        verbose_name_plural = _("locations")
        constraints: ClassVar = [
            models.UniqueConstraint(
                Lower("name"),
                name="location_name_unique",
                violation_error_message=_("There is a location with this name already. Give this one another name."),
            ),
            models.CheckConstraint(
                condition=models.Q(latitude=None, longitude=None, radius_metres=None)
                | models.Q(
                    LessThanOrEqual(Abs("latitude"), 90),
                    LessThanOrEqual(Abs("longitude"), 180),
                    # Of a value that is missing, a check would find nothing wrong.
                    latitude__isnull=False,
                    longitude__isnull=False,
                    radius_metres__isnull=False,
                    radius_metres__range=(SMALLEST_RADIUS, LARGEST_RADIUS),
                ),
                name="location_geofence_whole",
                violation_error_message=_("A geofence needs latitude, longitude and radius: give all three, or none of them."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def geofence(self) -> Geofence | None:
        """Where the location is, if that has been said."""
        if self.latitude is None or self.longitude is None or self.radius_metres is None:
            return None
        return Geofence(float(self.latitude), float(self.longitude), self.radius_metres)
