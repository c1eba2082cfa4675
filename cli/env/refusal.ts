/** What the operator can put right: it is told in a line, without a stack trace. */
export class Refusal extends Error {}
