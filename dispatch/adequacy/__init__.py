"""Adequacy: sequential Monte Carlo of unit outages and weather years; loss of load, unserved energy, capacity credits."""
