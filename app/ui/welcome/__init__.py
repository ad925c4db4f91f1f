"""Before there is a desk: making the store, opening it with a passphrase, and locking it for a while."""
