"""Questions that others wrote, read into a quiz file: from GIFT, Moodle XML, QTI and our own JSON.

One module a format, each with ``read(data, name) -> Reading``; what all share is in
:mod:`~quizgen.read.reading` (questions as files have them, made into items) and
:mod:`~quizgen.read.markup` (HTML to plain text).
"""

from __future__ import annotations
