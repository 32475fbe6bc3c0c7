"""The application layer: read a case with its series, build its LP, solve it, and write the LP for other programs."""
