import { Command } from "commander";
import { ProxyPart, ProxyServer } from "../../runbook/proxy-parts";
import type { ProxyOptions } from "../proxy/proxy";
import { listed } from "../../validation/listed";
import { cwdOption, INSTANCE, outputsOption, stackOption } from "./options";

/** The command line of `media-storage proxy`. */
export function proxyCommand(
  action: (instance: string | undefined, options: ProxyOptions) => Promise<void>,
): Command {
  return new Command("proxy")
    .argument("[instance]", INSTANCE)
    .description("print the configuration of your own proxy for a media host with `external`")
    .addOption(stackOption())
    .addOption(cwdOption())
    .addOption(outputsOption())
    .option(
      "--server <server>",
      `what serves the media host: ${listed(Object.values(ProxyServer))} (required)`,
    )
    .option(
      "--part <part>",
      `${listed(Object.values(ProxyPart))}: the media host, the redirect of old URLs for the web domain, or the file with the purge secrets, which reads the deployed stack (default: ${ProxyPart.Site})`,
    )
    .option(
      "--resolver <addresses...>",
      "nginx: the DNS servers that it asks for the bucket's address; default: those in this machine's /etc/resolv.conf",
    )
    .option(
      "--certificate <file>",
      "nginx: the file with the certificate and its chain; default: the file that Let's Encrypt's certbot makes",
    )
    .option("--certificate-key <file>", "nginx: the file with the certificate's key")
    .option(
      "--authorities <file>",
      "nginx: the file with the machine's certificate authorities; default: that of Debian, /etc/ssl/certs/ca-certificates.crt",
    )
    .option("--cache-folder <folder>", "nginx: the folder of the cache; default: below /var/cache")
    .option("--purge-file <file>", "nginx: where you save the part purge; default: below /etc/nginx")
    .option(
      "--inner-port <port>",
      "nginx: a free port on 127.0.0.1, used with mediaHost.legacy and external.purge; default: 9480",
    )
    .addHelpText("after", "\nExit codes: 0 printed; 1 refused or failed.")
    .action((instance: string | undefined, _: object, self: Command) =>
      action(instance, self.optsWithGlobals<ProxyOptions>()),
    );
}
