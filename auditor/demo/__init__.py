"""A small made-up agency that comes with the tool: `python -m auditor.demo` (make demo) audits it."""
