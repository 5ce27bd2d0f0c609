"""How large the benches are."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line may change."""

    companies: int = 100
    """Companies that exist when provisioning is measured a second time; 0 leaves that out."""
    people: int = 500
    """People in the company whose pages are measured."""
