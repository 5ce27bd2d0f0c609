"""Whatever is wrong with one company is named with what to do, nothing of it is lost, and the others go on."""
