"""Files as people have them, and documents in tables."""

import io
import zipfile
from datetime import UTC, date, datetime
from typing import Any

from PIL import Image

from core.files.kinds import PDF
from hr.documents.actions.documents import add_document
from hr.documents.actions.keeping import Upload
from hr.documents.actions.policies import add_policy
from hr.documents.models import Document, DocumentRequest, DocumentType, LetterTemplate, PolicyVersion
from hr.people.models import Employee
from tenants.accounts.models import User

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def pdf(words: str = "A letter") -> bytes:
    return b"%PDF-1.7\n" + words.encode() + b"\n%%EOF\n"


def picture(kind: str = "PNG") -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (16, 16)).save(content, kind)
    return content.getvalue()


def archive(**parts: bytes) -> bytes:
    """A zip file; `__` in a name stands for a slash."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as file:
        for name, part in parts.items():
            file.writestr(name.replace("__", "/"), part)
    return content.getvalue()


def docx(**parts: bytes) -> bytes:
    return archive(**{"[Content_Types].xml": b"<Types/>", "word__document.xml": b"<w/>", **parts})


def upload(words: str = "A letter", name: str = "letter.pdf") -> Upload:
    return Upload(pdf(words), PDF, name)


def add_type(name: str, **values: Any) -> DocumentType:
    return DocumentType.objects.create(name=name, **values)


def type_named(name: str) -> DocumentType:
    return DocumentType.objects.get(name=name)


def keep(employee: Employee, type_name: str = "Letter", words: str = "A letter", **values: Any) -> Document:
    given = {"acting_user": None, "now": NOW, **values}
    return add_document(employee=employee, type=type_named(type_name), upload=upload(words), **given)


def ask(employee: Employee, type_name: str = "Passport or identity card", **values: Any) -> DocumentRequest:
    """An open request, without the mail."""
    given = {"due_on": date(2026, 12, 1), "requested_at": NOW, **values}
    return DocumentRequest.objects.create(employee=employee, type=type_named(type_name), **given)


def publish(by: User, name: str = "Code of conduct", words: str = "Be kind", **values: Any) -> PolicyVersion:
    """The first version of a policy."""
    given = {"department": None, **values}
    policy = add_policy(name=name, upload=upload(words), acting_user=by, now=NOW, **given)
    return policy.versions.get()


def add_template(
    name: str = "Welcome", source: str = "Dear #employee.first_name,\n\n#letter.text", **values: Any
) -> LetterTemplate:
    given = {"type": type_named("Letter"), **values}
    return LetterTemplate.objects.create(name=name, source=source, **given)
