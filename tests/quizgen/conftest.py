"""An invented article that gives items of many kinds."""

from __future__ import annotations

TITLE = "Bergen council pays for a new bridge"
ARTICLE = f"""Title: {TITLE}
Date: 2021-06-16

Norwegian Minister Maria Keller visited Bergen on Monday. Peter Lindqvist praised Maria Keller \
for her courage.

“We will open the bridge before the end of the summer,” Keller said. Anna Berg thanked 44 \
Norwegian engineers on June 9, 2021.

Tom Hansen wrote a book about Oslo in 2019. “Nobody has asked the farmers of Stavanger about \
the road,” said Tom Hansen. Jonas Vik opened a museum in Trondheim on May 17, 2021.

Sweden and Denmark announced a ban on Russian timber. “The price of timber has doubled since \
our last winter,” said Anna Berg.

Eva Strand met Jonas Vik in Molde, Norway, on June 2, 2021. Peter Lindqvist has also criticized \
the Swedish carpenters of Molde.
"""
