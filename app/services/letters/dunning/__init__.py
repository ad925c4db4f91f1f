"""The dunning run: facts, policy, proposals, approval and production."""
