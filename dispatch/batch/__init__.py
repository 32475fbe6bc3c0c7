"""A sweep -> many runs on one machine or on a cluster. The files are the ledger: what is published is done."""
