"""Python loads a module of this name at start; moto.ts puts this folder on PYTHONPATH for moto_server alone.

moto 5.2.1 answers 500 (AttributeError) when a delete marker is removed for good from a bucket whose versioning is
suspended: it disposes of what it overwrites or deletes, and its delete markers have no dispose(). They hold nothing.
"""
from moto.s3.models import FakeDeleteMarker

FakeDeleteMarker.dispose = lambda self, garbage=False: None
