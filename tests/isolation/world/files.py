"""Files: of each kind one whose name both companies have, and one that only its company has."""

from io import BytesIO

from core.files.storage import save_company_file
from core.ids import new_id

LOGO, OWN_LOGO = new_id(), {"acme": new_id(), "globex": new_id()}
PHOTO, OWN_PHOTO = new_id(), {"acme": new_id(), "globex": new_id()}
_NAMES = {"logo": (LOGO, OWN_LOGO), "photo": (PHOTO, OWN_PHOTO)}


def keep_files(schema_name: str, word: str) -> None:
    """Give a company its files; each holds a canary."""
    for kind, (shared, own) in _NAMES.items():
        for name in (shared, own[word]):
            save_company_file(schema_name, f"{kind}/{name.hex}.webp", BytesIO(f"canary-{word}-{kind}-file".encode()))
