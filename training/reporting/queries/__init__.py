"""Reads of reporting: rosters of any scope, documents, figures of dashboards and reviews."""
