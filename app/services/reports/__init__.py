"""What leaves the house for people who read: the workbooks, the performance report, the export of a list."""
