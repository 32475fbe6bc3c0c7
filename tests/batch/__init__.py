"""Batches: sweeps, names, the ledger, workers that are killed, Slurm."""
