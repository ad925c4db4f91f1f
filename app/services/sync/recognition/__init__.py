"""What a sheet is: its header, its columns, its kind, weighed from headings, cells and their relations."""
