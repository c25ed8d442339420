"""``croissant.json``: the tables in the vocabulary of MLCommons Croissant 1.0.

Two things follow what mlcroissant 1.1 does. ``encodingFormat`` is ``application/x-parquet``: with
the registered media type it passes the file and then cannot read it. And foreign keys stand in the
descriptions only: with ``references`` it fails to join tables that lie in several Parquet files.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from dataset.package.about import About
from dataset.package.checksums import sha256
from dataset.schema import TABLES, Column, Table

_TYPES: Final = {
    "string": "sc:Text",
    "category": "sc:Text",
    "int": "sc:Integer",
    "float": "sc:Float",
    "bool": "sc:Boolean",
    "date": "sc:Date",
}

# As in the specification of Croissant 1.0, which readers compare with what they find.
_CONTEXT: Final[dict[str, Any]] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataBiases": "cr:dataBiases",
    "dataCollection": "cr:dataCollection",
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "personalSensitiveInformation": "cr:personalSensitiveInformation",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}


def make_croissant(folder: Path, about: About) -> dict[str, Any]:
    """Return the description of a folder of tables; what ``about`` leaves out is left out."""
    found: dict[str, Any] = {
        "name": about.name,
        "alternateName": about.title,
        "description": about.description,
        "version": about.version,
        "datePublished": about.date,
        "license": about.license_url,
        "url": about.homepage,
        "citeAs": about.citation,
        "inLanguage": about.language,
        "keywords": list(about.keywords),
    }
    return {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        **{key: value for key, value in found.items() if value},
        **({"creator": {"@type": "sc:Organization", "name": about.author}} if about.author else {}),
        "distribution": [_file(folder, table) for table in TABLES.values()],
        "recordSet": [_record_set(table) for table in TABLES.values()],
    }


def _file(folder: Path, table: Table) -> dict[str, Any]:
    path = folder / f"{table.name}.parquet"
    return {
        "@type": "cr:FileObject",
        "@id": path.name,
        "name": path.name,
        "description": f"One row per {table.row}",
        "contentUrl": path.name,
        "contentSize": f"{path.stat().st_size} B",
        "encodingFormat": "application/x-parquet",
        "sha256": sha256(path),
    }


def _record_set(table: Table) -> dict[str, Any]:
    keys = [{"@id": f"{table.name}/{name}"} for name in table.key]
    return {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": f"One row per {table.row}",
        "key": keys[0] if len(keys) == 1 else keys,
        "field": [_field(table, column) for column in table.columns],
    }


def _field(table: Table, column: Column) -> dict[str, Any]:
    return {
        "@type": "cr:Field",
        "@id": f"{table.name}/{column.name}",
        "name": column.name,
        "description": _described(column),
        "dataType": _TYPES[column.type],
        "source": {
            "fileObject": {"@id": f"{table.name}.parquet"},
            "extract": {"column": column.name},
        },
    }


def _described(column: Column) -> str:
    unit = f" ({column.unit})" if column.unit else ""
    key = f"; refers to {column.references.replace('.', '/')}" if column.references else ""
    return column.description + unit + key
