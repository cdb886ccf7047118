"""SHOW: turn a result.json into papers that people act on. Never judges."""
