"""GATHER: fetch one agency's website politely into an evidence store. Knows no rules."""
