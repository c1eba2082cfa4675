/** The names of all stores, for texts that every command needs: the stores themselves would add 5 ms to its start. */
export const STORE_NAMES = [
  "aws",
  "r2",
  "ceph",
  "minio",
  "rustfs",
  "versitygw",
  "seaweedfs",
  "garage",
  "hetzner",
  "wasabi",
];
