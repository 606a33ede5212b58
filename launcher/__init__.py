"""Starts, stops and tests the product from outside. Standard library only: it runs before any venv exists."""
