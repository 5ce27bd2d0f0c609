"""Rules of the architecture that a machine can hold. Each guard is shown a bad sample, so that it is known to bite."""
