"""Stands in for the product."""
