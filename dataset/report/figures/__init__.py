"""The figures of the report, one module each: ``draw(numbers, width)``.

They import matplotlib, so they are imported only when a figure is drawn. Their code is shown on
the page and must run without the package: see :mod:`dataset.report.code`.
"""
