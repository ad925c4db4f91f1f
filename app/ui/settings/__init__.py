"""The settings room: company, policy, cadence and points, collector and targets, appearance, security and backups."""
