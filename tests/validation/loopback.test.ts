/** Hosts that reach the machine itself. */
import { isLoopback } from "../../validation/loopback";

test.each([
  ...["localhost", "LOCALHOST", "localhost.", "localhost:8000", "app.localhost", "user@localhost"],
  ...[
    "127.0.0.1",
    "127.1",
    "127.255.255.254",
    "127.0.0.1:8000",
    "2130706433",
    "0x7f.1",
    "0177.0.0.1",
    "0.0.0.0",
    "0",
  ],
  ...["[::1]", "[0:0:0:0:0:0:0:1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::1]:8000"],
  ...["localhost.localdomain", "localhost4", "localhost6.localdomain6:80", "ip6-localhost", "IP6-Loopback."],
  ...["[::127.0.0.1]", "[64:ff9b::127.0.0.1]"],
  "１２７.0.0.1",
])("%s is this machine", (host) => expect(isLoopback(host)).toBe(true));

test.each([
  ...[
    "supabase.example",
    "localhost.example",
    "mylocalhost",
    "127.example",
    "rgw",
    "192.168.1.10",
    "10.0.0.1",
  ],
  ...["128.0.0.1", "[::2]", "[::ffff:128.0.0.1]", "[fe80::1]", "localhost5", "localhost.local", "", "a b"],
])("%s is another machine, or not a host", (host) => expect(isLoopback(host)).toBe(false));
