import { proxyProblems, proxyText, type Asked } from "../../runbook/proxy";
import { ProxyPart, ProxyServer } from "../../runbook/proxy-parts";
import type { StorageFacts } from "../../storage/facts";
import { problemLines } from "../../validation/problem";
import { UserError } from "../../validation/user-error";
import type { Streams } from "../env/streams";
import { deployed } from "../deployed/deployed";
import { atStart } from "../deployed/origin";
import { readOutputs, type OutputsOptions } from "../deployed/outputs";
import { printText } from "../print-text";
import { hide, typedSecrets } from "../run-secrets";
import { chosenStorage, stackStorages } from "../runbook/storages";
import { systemResolvers } from "./resolvers";

/** The options as they come from the command line. */
export interface ProxyOptions extends Omit<Asked, "resolvers">, OutputsOptions {
  /** Default: those of this machine. */
  resolver?: string[];
  debug?: boolean;
}

/** Prints a part of the configuration of an instance's proxy. Returns the exit code: 0, or 1 if there is no such part. */
export async function proxy(
  instance: string | undefined,
  options: ProxyOptions,
  streams: Streams,
): Promise<number> {
  hide(streams, typedSecrets([instance, ...(Object.values(options) as unknown[])], streams.env));
  return printText(() => textOf(instance, options, streams), streams, options.debug);
}

async function textOf(
  instance: string | undefined,
  options: ProxyOptions,
  streams: Streams,
): Promise<string> {
  const asked = askedOf(options);
  if (asked.part === ProxyPart.Purge && asked.server === ProxyServer.Nginx) {
    return purgeText(instance, options, asked, streams);
  }
  const { storages } = await stackStorages(instance, options, streams);
  const { facts } = chosenStorage(storages, instance);
  check(facts, asked);
  return proxyText(facts, withResolvers(asked));
}

/** The secrets exist only in the deployed stack. */
async function purgeText(
  instance: string | undefined,
  options: ProxyOptions,
  asked: Asked,
  streams: Streams,
): Promise<string> {
  const {
    facts,
    origin,
    purgeSecrets = [],
  } = deployed(instance, await readOutputs(options, instance, streams));
  const secrets = purgeSecrets.map(({ secret }) => secret);
  hide(streams, secrets);
  check(facts, asked);
  if (secrets.length === 0) {
    throw new UserError(`${atStart(origin)} has no purge secrets yet; ${origin.renewal}.`);
  }
  return proxyText(facts, asked, secrets);
}

function check(facts: StorageFacts, asked: Asked): void {
  const problems = proxyProblems(facts, asked);
  if (problems.length > 0) {
    throw new UserError(`The configuration cannot be printed.${problemLines(problems)}`);
  }
}

function askedOf({ resolver, ...rest }: ProxyOptions): Asked {
  return {
    ...rest,
    ...(resolver !== undefined && { resolvers: resolver.flatMap((list) => list.split(",")) }),
  };
}

function withResolvers(asked: Asked): Asked {
  const resolvers = asked.resolvers ?? systemResolvers();
  return { ...asked, ...(resolvers !== undefined && { resolvers }) };
}
