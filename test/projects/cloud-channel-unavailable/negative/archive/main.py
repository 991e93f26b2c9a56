import boto3

bucket = boto3.resource("s3").Bucket("acme-archive")


def keep(name: str, body: bytes) -> None:
    bucket.put_object(Key=name, Body=body)
