"""Collections Desk: a desktop workbench for the collector in a finance team."""
