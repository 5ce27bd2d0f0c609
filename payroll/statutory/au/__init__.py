"""Australia: PAYG withholding, study and training support loans, working holiday makers, super guarantee."""
