"""Calls and what comes of them: the log, tasks, promises to pay and their judgement."""
