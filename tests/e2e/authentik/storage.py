"""
The S3 calls of authentik, made as it makes them from nothing but the variables of an env block.

    storage.py GENERATION PROXY

GENERATION is G1 (up to 2025.10), G2a (2025.12.0 and .1), G2b (up to 2026.2) or G2c (2026.5 and later). PROXY is what
stands between browsers and the store: none, rewrite-host or preserve-host. Prints a JSON object of what came of each call:
"ok", the code of S3's error, or for a browser's request the status with what else it saw.
"""

import http.client
import io
import json
import os
import ssl
import sys
from urllib.parse import urlsplit

import boto3
from boto3.s3.transfer import TransferConfig
from botocore.auth import S3SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.exceptions import ClientError

PREFIX = "AUTHENTIK_"
ORIGIN = "https://authentik.company"
ICON = b"<svg xmlns='http://www.w3.org/2000/svg'/>"
# Above boto3's threshold of 8 MiB, so that it is uploaded in parts.
REPORT = b"user,event\n" * (9 * 1024 * 1024 // 11)


def decoded(value):
    """Every variable is JSON where it can be."""
    try:
        return json.loads(value)
    except ValueError:
        return value


class Storage:
    """What one usage is stored in."""

    def __init__(self, environ, generation, usage):
        self.generation = generation
        self.usage = usage
        self.settings = {
            name[len(PREFIX) :].lower().replace("__", "."): decoded(value)
            for name, value in environ.items()
            if name.startswith(PREFIX)
        }
        token = "security_token" if generation == "G1" else "session_token"
        # G1 hands on no addressing style.
        style = None if generation == "G1" else self.get("s3.addressing_style", "auto")
        session = boto3.Session(
            profile_name=self.get("s3.session_profile"),
            aws_access_key_id=self.get("s3.access_key"),
            aws_secret_access_key=self.get("s3.secret_key"),
            aws_session_token=self.get(f"s3.{token}"),
        )
        self.session = session
        self.client = session.client(
            "s3",
            region_name=self.get("s3.region"),
            endpoint_url=self.get("s3.endpoint"),
            use_ssl=self.get("s3.use_ssl", True),
            config=Config(signature_version="s3v4", **({"s3": {"addressing_style": style}} if style else {})),
        )
        self.bucket = self.get("s3.bucket_name")

    def get(self, key, default=None):
        """That of the usage, else that of all; G1 knows the first only."""
        wider = [] if self.generation == "G1" else [f"storage.{key}"]
        for name in [f"storage.{self.usage}.{key}", *wider]:
            if name in self.settings:
                return self.settings[name]
        return default

    def key(self, name):
        return f"{self.usage}/public/{name}"

    def exists(self, name):
        try:
            self.client.head_object(Bucket=self.bucket, Key=self.key(name))
            return True
        except ClientError as error:
            # G2 takes whatever goes wrong for "absent".
            if self.generation == "G1" and error.response["ResponseMetadata"]["HTTPStatusCode"] != 404:
                raise
            return False

    def save(self, name, content, content_type):
        """With the ACL that is written into every generation; 2025.12 sends no type."""
        if self.generation == "G1" and self.exists(name):
            raise AssertionError("every run has names of its own")
        extra = {"ACL": "private"}
        if self.generation in ("G1", "G2c"):
            extra["ContentType"] = content_type
        if self.generation == "G1" or len(content) > 8 * 1024 * 1024:
            self.client.upload_fileobj(
                io.BytesIO(content), self.bucket, self.key(name), ExtraArgs=extra, Config=TransferConfig()
            )
        else:
            self.client.put_object(Bucket=self.bucket, Key=self.key(name), Body=content, **extra)

    def list(self):
        pages = self.client.get_paginator("list_objects_v2").paginate(
            Bucket=self.bucket, Prefix=f"{self.usage}/public/"
        )
        return [entry["Key"] for page in pages for entry in page.get("Contents", [])]

    def delete(self, name):
        self.client.delete_object(Bucket=self.bucket, Key=self.key(name))

    def abort(self, name):
        """What boto3 does after a part that failed."""
        of = {"Bucket": self.bucket, "Key": self.key(name)}
        upload = self.client.create_multipart_upload(**of, ACL="private")
        self.client.abort_multipart_upload(**of, UploadId=upload["UploadId"])

    def url(self, name):
        domain = self.get("s3.custom_domain")
        scheme = "https" if self.get("s3.secure_urls", True) else "http"
        if self.generation == "G2c":
            # Built first, then signed: for the host that browsers see, else for the bucket in the endpoint's path.
            root = f"{scheme}://{domain}" if domain else f"{self.client.meta.endpoint_url}/{self.bucket}"
            request = AWSRequest("GET", f"{root}/{self.key(name)}")
            signer = S3SigV4QueryAuth(self.session.get_credentials(), "s3", self.client.meta.region_name, 900)
            signer.add_auth(request)
            return request.url
        url = self.client.generate_presigned_url(
            "get_object", Params={"Bucket": self.bucket, "Key": self.key(name)}, ExpiresIn=900
        )
        if not domain:
            return url
        # Signed first: the host is replaced afterwards, and in all but G2a the bucket goes from the path.
        parts = urlsplit(url)
        path = parts.path
        if self.generation != "G2a":
            path = path.removeprefix(f"/{self.bucket}")
        return f"{scheme}://{domain}{path}?{parts.query}"


def browse(storage, url, proxy):
    """A browser's request for the URL, which the proxy hands on to the store: status, body, CORS, type."""
    store = urlsplit(storage.client.meta.endpoint_url)
    asked = urlsplit(url)
    path, host = asked.path, asked.netloc
    if proxy == "rewrite-host":
        # Whatever stands before the key is the media host's own; the store has the bucket there.
        path, host = f"/{storage.bucket}{path[path.index('/' + storage.usage + '/') :]}", store.netloc
    if store.scheme == "https":
        context = ssl.create_default_context(cafile=os.environ["AWS_CA_BUNDLE"])
        connection = http.client.HTTPSConnection(store.netloc, context=context, timeout=10)
    else:
        connection = http.client.HTTPConnection(store.netloc, timeout=10)
    try:
        query = f"?{asked.query}" if asked.query else ""
        connection.putrequest("GET", path + query, skip_host=True)
        connection.putheader("Host", host)
        connection.putheader("Origin", ORIGIN)
        connection.endheaders()
        answer = connection.getresponse()
        seen = answer.getheader("Access-Control-Allow-Origin"), answer.getheader("Content-Type")
        return answer.status, answer.read(), *seen
    finally:
        connection.close()


def outcome(call, *arguments):
    try:
        result = call(*arguments)
    except ClientError as error:
        return error.response["Error"]["Code"]
    except boto3.exceptions.S3UploadFailedError as error:
        # It has the other error's words only.
        return error.args[0].split("(", 1)[1].split(")", 1)[0]
    return "ok" if result is None else result


def main(generation, proxy):
    results = {}
    usages = {"media": ("icon.svg", ICON, "image/svg+xml"), "reports": ("report.csv", REPORT, "text/csv")}
    for usage, (name, content, content_type) in usages.items():
        storage = Storage(os.environ, generation, usage)
        # Without the backend files of the usage are on the local disk.
        if storage.get("backend", "file") != "s3":
            results[usage] = "local"
            continue
        seen = {"absent": outcome(storage.exists, "nothing")}
        seen["save"] = outcome(storage.save, name, content, content_type)
        seen["exists"] = outcome(storage.exists, name)
        if generation != "G1":
            seen["list"] = outcome(storage.list)
        # What somebody else copied there: the writer does not own it.
        moved = browse(storage, storage.url("moved"), proxy)[0]
        seen["moved"] = {"exists": outcome(storage.exists, "moved"), "browser": moved}
        url = storage.url(name)
        status, body, origin, got = browse(storage, url, proxy)
        seen["browser"] = {"status": status, "isWhole": body == content, "origin": origin, "type": got}
        seen["changed signature"] = browse(storage, url[:-1] + ("0" if url[-1] != "0" else "1"), proxy)[0]
        seen["without signature"] = browse(storage, url.split("?")[0], proxy)[0]
        if proxy != "none":
            other = "preserve-host" if proxy == "rewrite-host" else "rewrite-host"
            seen[other] = browse(storage, url, other)[0]
        seen["url"] = url.split("?")[0]
        seen["abort"] = outcome(storage.abort, "aborted")
        seen["delete"] = outcome(storage.delete, name)
        results[usage] = seen
    print(json.dumps(results))


main(*sys.argv[1:])
