"""Everything `make` needs on one machine: a virtualenv, PostgreSQL, Valkey and a supervisor for our own processes."""
