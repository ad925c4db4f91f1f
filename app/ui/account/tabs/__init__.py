"""What stands behind the tabs of an account."""
