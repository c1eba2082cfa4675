/** Mastodon instances as operators write them. */

const instance = (bucket: string, rest: object): object => ({
  mastodon: {
    webDomain: "social.example",
    version: "4.4",
    bucket: `rgw-${bucket}-media`,
    mediaHost: { hostname: `files.${bucket}.example`, external: {} },
    corsOrigins: ["https://social.example"],
    ...rest,
  },
});

const AWS = { store: { aws: { region: "eu-central-1" } } };

export const onAws = {
  aws: instance("aws", AWS),
  awsAcl: instance("aws-acl", { ...AWS, access: "acl" }),
  neighbour: instance("neighbour", AWS),
};

/** Both for the user `writer`, whose secret is a config value for each: `media-storage:cephSecretAccessKey`. */
export function onCeph(endpoint: string, accessKeyId: string) {
  const ceph = {
    store: { s3: { server: "ceph", endpoint, region: "default" } },
    writer: { given: { accessKeyId, principal: "arn:aws:iam:::user/writer" } },
  };
  return { ceph: instance("ceph", ceph), cephAcl: instance("ceph-acl", { ...ceph, access: "acl" }) };
}
