"""Many machines: the same night and the same job, sent through Celery; evidence and results in a shared store."""
