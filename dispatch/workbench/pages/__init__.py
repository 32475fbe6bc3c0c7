"""The pages of the workbench; each module has ``register``."""
