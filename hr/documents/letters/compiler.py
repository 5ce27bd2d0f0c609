"""A process of its own that typesets one letter: a template may be slow, large or wrong without anybody else noticing.

Reads a job as JSON from its input, in an empty folder that is all the files it sees. Run as a script: nothing of ours is loaded.
"""

import base64
import json
import os
import resource
import sys
from contextlib import suppress
from datetime import UTC, datetime

# More than any letter needs. A template that wants more is told so by the process that waits.
SECONDS = 10
_MEMORY = 3 * 1024**3
MOST_PAGES = 20
_LARGEST = 20 * 1024**2
# Templates could name packages, which Typst would fetch; there is no way there.
_NOWHERE = "http://127.0.0.1:9"


def main() -> None:
    """Write `{"pages": […]}`, of pictures the first ones, or `{"error": …}`, or `{"too_much": true}`."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    # Not every system limits memory; the time is limited everywhere.
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        os.environ[name] = _NOWHERE
    # Its threads would each have their own share of the limits.
    os.environ["RAYON_NUM_THREADS"] = "1"
    import typst  # noqa: PLC0415 - Once it can do no harm.

    job = json.load(sys.stdin)
    folder = os.getcwd()  # noqa: PTH109 - As Typst takes it.
    compiler = typst.Compiler(
        root=folder,
        font_paths=typst.Fonts(include_system_fonts=False, include_embedded_fonts=True),
        package_path=folder,
        package_cache_path=folder,
    )
    options = {"pdf_standards": "a-2b"} if job["format"] == "pdf" else {"ppi": 96.0}
    try:
        made = compiler.compile(
            input=job["source"].encode(),
            format=job["format"],
            sys_inputs={"values": json.dumps(job["values"])},
            # The same letter is the same file, whenever it is made.
            timestamp=datetime.fromtimestamp(job["timestamp"], tz=UTC),
            **options,
        )
        pages = (made if isinstance(made, list) else [made or b""])[:MOST_PAGES]
        answer: dict[str, object] = {"pages": [base64.b64encode(page).decode() for page in pages]}
        if sum(map(len, pages)) > _LARGEST:
            answer = {"too_much": True}
    except typst.TypstError as error:
        answer = {"error": error.message, "hints": list(error.hints), "where": error.diagnostic}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
