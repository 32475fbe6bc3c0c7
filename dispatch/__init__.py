"""Dispatch: the hourly dispatch of a regional power system over a year, as one linear program."""
