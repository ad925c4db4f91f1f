"""From a plan to the store, in one transaction, and the way back."""
