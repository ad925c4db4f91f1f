"""What a reading process imports and loads before its first file, for the one that the others are forked from.

Importing it is all its work; ``tests.reading_server`` says when.
"""

from __future__ import annotations

import python_calamine  # noqa: F401

from app.services.sync.bank import receipts  # noqa: F401
from app.services.sync.files import numberformats, oldworkbook, opening, workbook  # noqa: F401
from app.services.sync.files.pages import opendocument  # noqa: F401
from app.services.sync.reading import look, worker  # noqa: F401

worker._warm_up()
