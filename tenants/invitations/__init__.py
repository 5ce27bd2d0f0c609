"""Letting people in: a link by mail with which somebody chooses a first password."""
