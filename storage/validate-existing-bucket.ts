/** Rules about settings of a bucket that the library leaves alone. */
import type { MediaHostArgs } from "../hosts/args";
import { storeProductOf } from "../stores";
import type { EditorCheck } from "../validation/editor-check";
import type { Rule, Rules } from "../validation/rules";
import { ifSound } from "../validation/sound-part";
import { BucketSource, writerKeys, type BucketSettings } from "./args";

const isLeftAlone = ({ bucketSource }: BucketSettings): boolean => bucketSource === BucketSource.Existing;

const DATA = 'is not used with bucketSource "existing"; remove it, or set bucketSource to "adopt"';
const LOCATION =
  'is not used with bucketSource "existing", because the bucket has its location already; remove it';

const refused = (message: string): EditorCheck => ({
  isRefused: true,
  when: [{ at: "bucketSource", is: BucketSource.Existing }],
  message,
});

/** A store whose buckets the operator creates. */
export const BUCKET_BY_HAND_RULE: Rule<BucketSettings> = {
  at: "bucketSource",
  findings(args) {
    const product = ifSound(() => storeProductOf(args.store));
    if (product?.bucketByHand === undefined || isLeftAlone(args)) return [];
    const { title, bucketByHand } = product;
    const is = args.bucketSource === undefined ? "is missing" : `is "${args.bucketSource}"`;
    const message = `${is}, but the library cannot create or import a bucket on ${title}, because ${bucketByHand.why}; run \`${bucketByHand.command(args.bucket)}\` and set "existing"`;
    return [{ code: "bucket-source-store", message }];
  },
};

export const EXISTING_BUCKET_RULES: Rules<BucketSettings & { mediaHost?: MediaHostArgs }> = [
  {
    at: "data",
    code: "existing-bucket",
    when: (args) => isLeftAlone(args) && args.data !== undefined,
    message: DATA,
    editor: refused(DATA),
  },
  {
    at: "store.r2.location",
    code: "existing-bucket",
    when: (args) => isLeftAlone(args) && args.store.r2?.location !== undefined,
    message: LOCATION,
    editor: refused(LOCATION),
  },
  {
    at: "tags",
    code: "tags-unused",
    when: (args) =>
      isLeftAlone(args) &&
      args.tags !== undefined &&
      storeProductOf(args.store)?.can.tags === true &&
      writerKeys(args) === undefined &&
      args.mediaHost?.cloudFront === undefined,
    message:
      'are not used, because bucketSource is "existing" and the library creates neither a user nor a distribution that they would be for; remove them',
  },
];
