"""The declarative base: names of constraints are fixed, so that migrations can find them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import MetaData, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from app.i18n import Message
from app.models.types import MessageText, UtcDateTime


class Base(DeclarativeBase):
    """Base of all tables; money columns are integers of minor units, dates ISO text."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UtcDateTime,
        Message: MessageText,
    }


class HasId:
    """A permanent, sortable id of 26 characters; it is the ``ref`` of workbooks."""

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
