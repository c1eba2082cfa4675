/** The settings that differ between clusters. */
export interface Cluster {
  folder: string;
  fsid: string;
  ports: { mon: number; http: number; https: number };
  /** The path of the server's key and certificate. */
  certificate: string;
  /** More lines of the gateway's section. */
  settings?: string;
}

/**
 * The configuration of the smallest cluster that serves S3: one monitor, one object store in memory, one gateway. The
 * comments are part of it, so that whoever looks at a running one has the reasons beside the values.
 * https://docs.ceph.com/en/pacific/rados/configuration/ and .../radosgw/config-ref/
 */
export function cephConf({ folder, fsid, ports, certificate, settings = "" }: Cluster): string {
  return `[global]
fsid = ${fsid}
# Loopback only. The monitor speaks the second protocol alone: the first would want a port of its own.
mon host = v2:127.0.0.1:${ports.mon}/0
mon initial members = a
public addr = 127.0.0.1
cluster addr = 127.0.0.1
ms bind ipv6 = false
# A port that is taken is a new start with another one; by default the monitor asks for it three times, for ten seconds.
ms bind retry count = 1
# With "none" the gateway never gets past the monitor.
auth cluster required = cephx
auth service required = cephx
auth client required = cephx
# One keyring for all: who can read this folder is the test itself.
keyring = ${folder}/keyring
# Nothing outside the folder, so that no root is needed and several clusters fit side by side.
run dir = ${folder}/run
admin socket = ${folder}/run/$name.asok
pid file = ${folder}/run/$name.pid
log file = ${folder}/log/$name.log
crash dir = ${folder}/run
# The monitor waits that long before each change; with the defaults (1 s, 50 ms) the start takes a quarter of a minute.
paxos propose interval = 0.02
paxos min wait = 0.01
mon tick interval = 1
# A request to a pool that is not ready is looked at again after that long; the default is 5 s.
objecter tick interval = 0.5
# A single store has no second copy, and no second host to put it on.
osd pool default size = 1
osd pool default min size = 1
mon allow pool size one = true
mon warn on pool no redundancy = false
osd crush chooseleaf type = 0
osd pool default crush rule = 0
# The gateway makes seven pools; each placement group costs time at the start, and the limit would refuse the last.
osd pool default pg num = 4
osd pool default pgp num = 4
osd pool default pg autoscale mode = off
mon max pg per osd = 1000
# By default the monitor gives up when the disk is 95 % full, whoever filled it.
mon data avail crit = 1
mon data avail warn = 2
mon osd min in ratio = 0

[mon.a]
mon data = ${folder}/mon

[osd.0]
osd data = ${folder}/osd
# Memory: fast, and gone with the process. 1 GiB is the most it takes, not what it takes.
osd objectstore = memstore
memstore device bytes = 1073741824
# The gateway's bucket indexes are code that runs inside the store.
osd class load list = *
osd class default list = *

[client.rgw.a]
# Else the kernel holds a small answer back for 40 ms when the connection is one that is kept.
rgw frontends = beast tcp_nodelay=1 endpoint=127.0.0.1:${ports.http} ssl_endpoint=127.0.0.1:${ports.https} ssl_certificate=${certificate}
# Threads that work in the background on what a test never has: usage, garbage, quotas, lifecycle, other zones.
rgw enable usage log = false
rgw enable gc threads = false
rgw enable quota threads = false
rgw enable lc threads = false
rgw run sync thread = false
rgw dynamic resharding = false
# One index object a bucket instead of eleven: an index is read on every list.
rgw override bucket index max shards = 1
# The default of 512 threads takes memory and no test asks more than a few things at once.
rgw thread pool size = 16
${settings}
`;
}
