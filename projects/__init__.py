"""Needs, projects, funds and the ledger (资源联合)."""
