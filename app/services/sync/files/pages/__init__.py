"""Readers of mark-up: SpreadsheetML, OpenDocument in one file, HTML tables and web archives."""
