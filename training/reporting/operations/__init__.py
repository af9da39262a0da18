"""Writes of reporting: named views of rosters, official documents and who agreed to them, access for other systems."""
