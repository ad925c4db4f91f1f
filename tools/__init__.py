"""Tools for whoever works on the house; the product never imports them."""
