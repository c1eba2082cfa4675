"""Python loads a module of this name at start; moto.ts puts this folder on PYTHONPATH for moto_server alone."""
from moto.iam.access_control import CreateAccessKeyFailure, IAMUserAccessKey
from moto.s3.models import FakeDeleteMarker

# moto 5.2.1 answers 500 (AttributeError) when a delete marker is removed for good from a bucket whose versioning is
# suspended: it disposes of what it overwrites or deletes, and its delete markers have no dispose(). They hold nothing.
FakeDeleteMarker.dispose = lambda self, garbage=False: None

# Where moto 5.2.1 checks keys, it takes inactive ones too; AWS answers as if they did not exist.
find = IAMUserAccessKey.__init__


def find_active(self, *args, **kwargs):
    find(self, *args, **kwargs)
    for key in self.backend.get_user(self._owner_user_name).access_keys:
        if key.access_key_id == self._access_key_id and key.status != "Active":
            raise CreateAccessKeyFailure(reason="InvalidId")


IAMUserAccessKey.__init__ = find_active
