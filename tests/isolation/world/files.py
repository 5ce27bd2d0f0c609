"""Files: of each kind one whose name both companies have, and one that only its company has."""

from io import BytesIO

from core.files.storage import save_company_file
from core.ids import new_id

LOGO, OWN_LOGO = new_id(), {"acme": new_id(), "globex": new_id()}
PHOTO, OWN_PHOTO = new_id(), {"acme": new_id(), "globex": new_id()}
DOCUMENT, OWN_DOCUMENT = new_id(), {"acme": new_id(), "globex": new_id()}
POLICY, OWN_POLICY = new_id(), {"acme": new_id(), "globex": new_id()}
_NAMES = {
    "logo": ("webp", LOGO, OWN_LOGO),
    "photo": ("webp", PHOTO, OWN_PHOTO),
    "documents": ("pdf", DOCUMENT, OWN_DOCUMENT),
    "policies": ("pdf", POLICY, OWN_POLICY),
}


def keep_files(schema_name: str, word: str) -> None:
    """Give a company its files; each holds a canary."""
    for kind, (ending, shared, own) in _NAMES.items():
        for name in (shared, own[word]):
            save_company_file(schema_name, f"{kind}/{name.hex}.{ending}", BytesIO(f"canary-{word}-{kind}-file".encode()))
