import { proxyDuties } from "../../../apps/mastodon/proxy-duties";
import { hostOf } from "../../../hosts";
import type { ExternalHostArgs } from "../../../hosts/args";

const hostname = "files.social.example";
const dutiesOf = (external: ExternalHostArgs, url: string): string =>
  proxyDuties(hostOf({ hostname, external }), { name: "social-media", url });

test("the duties name the host, the origin, and what the proxy must remove", () => {
  const duties = dutiesOf({}, "https://origin.example");
  expect(duties).toMatch(/^Your own proxy serves files\.social\.example;/);
  expect(duties).toContain(
    "GET, HEAD and OPTIONS requests for public prefixes on to https://origin.example, ",
  );
  expect(duties).toContain("remove the query string, Cookie and Authorization from requests.");
  for (const header of ["Access-Control-Allow-Origin", "nosniff", "Content-Security-Policy"])
    expect(duties).toContain(header);
  const below = dutiesOf({ path: "m" }, "https://o");
  expect(below).toContain("GET, HEAD and OPTIONS requests below /m/ for public prefixes on to https://o, ");
  expect(below).toContain("remove the path /m, the query string, Cookie and Authorization from requests.");
});

test("the duties name the bucket's host for the Host header, and say why a CNAME record is not enough", () => {
  const duties = dutiesOf({}, "https://s3.example.org:8443/social-media");
  expect(duties).toContain("with `s3.example.org:8443` in the Host header and in TLS");
  expect(duties).toContain("a CNAME record from files.social.example to s3.example.org:8443 is not enough");
});

test.each([`https://s3.example.org/${hostname}`, `https://${hostname}.s3.example.org`])(
  "nothing is said against a CNAME record where the bucket has the media host's name: %s",
  (origin) => {
    const duties = dutiesOf({}, origin);
    expect(duties).toContain("in the Host header");
    expect(duties).not.toContain("CNAME");
  },
);

test("of a web endpoint the duties name its address, and the bucket for the Host header", () => {
  const duties = dutiesOf({ webEndpoint: "http://127.0.0.1:3902" }, "https://s3.example.org/social-media");
  expect(duties).toContain("for public prefixes on to http://127.0.0.1:3902, and no others.");
  expect(duties).toContain("connect with `social-media` in the Host header, by which the store finds");
  expect(duties).not.toContain("s3.example.org");
});
