"""Tests of the console, its jobs and the demo."""
