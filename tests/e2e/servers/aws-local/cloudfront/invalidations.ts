import { randomBytes } from "node:crypto";
import { Refusal, type Answer, type Call } from "../call";
import { element, itemsAt, type Xml } from "../xml";
import { bodyOf, pageOf, write } from "./protocol";
import type { Distribution } from "./store";

/** Invalidations, which are completed at once. https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateInvalidation.html */
export function answerInvalidations(distribution: Distribution, call: Call): Answer {
  const { invalidations } = distribution;
  const id = call.path.split("/")[5];
  if (call.method === "POST") {
    const batch = bodyOf(call, "InvalidationBatch");
    const paths = itemsAt(batch, "Paths").map(({ text }) => text);
    if (paths.length === 0 || paths.some((path) => !path.startsWith("/")))
      throw new Refusal(
        400,
        "InvalidArgument",
        "Your request contains one or more invalid invalidation paths.",
      );
    const made = {
      id: `I${randomBytes(7).toString("hex").toUpperCase().slice(0, 13)}`,
      created: new Date(),
      batch,
    };
    invalidations.push(made);
    return write(201, described(made), { location: `${call.path}/${made.id}` });
  }
  if (id === undefined) {
    const summary = (one: Distribution["invalidations"][number]): Xml =>
      element(
        "InvalidationSummary",
        ...described(one).children.filter(({ name }) => name !== "InvalidationBatch"),
      );
    return write(200, pageOf("InvalidationList", invalidations.map(summary)));
  }
  const found = invalidations.find((one) => one.id === id);
  if (!found)
    throw new Refusal(404, "NoSuchInvalidation", `The specified invalidation does not exist: ${id}`);
  return write(200, described(found));
}

const described = ({ id, created, batch }: Distribution["invalidations"][number]): Xml =>
  element(
    "Invalidation",
    element("Id", id),
    element("Status", "Completed"),
    element("CreateTime", created.toISOString()),
    batch,
  );
