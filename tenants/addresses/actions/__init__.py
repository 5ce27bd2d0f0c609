"""What is done to the addresses of a company, by its people, by the platform's staff or by a job.

Each action writes in public, wherever it is called from.
"""
