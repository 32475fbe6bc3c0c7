"""Generic components (section 17 of FORMULATION.md): units, links, reservoirs, and limits on their sums."""
