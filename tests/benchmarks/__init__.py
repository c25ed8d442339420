"""Measurements that are run by hand; most need corpora that we cannot ship."""
