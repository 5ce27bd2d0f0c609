"""How imports read in the audit trail. Their pages are the company's own."""

from django.utils.translation import gettext_lazy as _

from core.audit.sentences import register_phrases

register_phrases(
    {
        "employeeimport:uploaded": _("%(actor)s uploaded %(object)s to import people."),
        "employeeimport:applied": _("%(actor)s imported %(object)s: %(new)s new and %(changed)s changed people."),
        "employeeimport:undone": _(
            "%(actor)s took the import of %(object)s back: %(taken_back)s people; %(kept)s stayed as they are."
        ),
        "employeeimport:discarded": _("%(actor)s discarded the file %(object)s without importing it."),
        "employeeimport:forgotten": _("%(actor)s deleted what was kept of the import of %(object)s."),
    }
)
