"""One view with one query, in process, to measure what stands in front of it: `python -m bench.fleet.one_query`."""
