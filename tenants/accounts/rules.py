"""What grants amount to. Pure: grants are pairs of a capability and the scope over which it is allowed."""

from collections.abc import Iterable

type Grant = tuple[str, str]

_COMPANY, _ALL_REPORTS, _DIRECT_REPORTS = "company", "all_reports", "direct_reports"


def contains(wide: str, narrow: str) -> bool:
    """Whether one scope reaches everybody whom another reaches, whoever has them."""
    return wide in {narrow, _COMPANY} or (wide, narrow) == (_ALL_REPORTS, _DIRECT_REPORTS)


def is_covered(grant: Grant, held: Iterable[Grant]) -> bool:
    """Whether somebody who holds grants may do already what one more would allow; whoever may change a thing sees it too."""
    capability, scope = grant
    enough = {capability}
    if capability.endswith(".view"):
        enough.add(capability.removesuffix("view") + "manage")
    return any(what in enough and contains(over, scope) for what, over in held)


def gained(before: Iterable[Grant], after: Iterable[Grant]) -> list[Grant]:
    """What somebody may do after a change that they might not before. Turned round, what they lose."""
    held, coming = list(before), set(after)
    new = [grant for grant in coming if not is_covered(grant, held)]
    return sorted(grant for grant in new if not is_covered(grant, coming - {grant}))
