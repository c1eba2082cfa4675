import { UserError } from "../../validation/user-error";

export const unknownApp = (app: string): UserError =>
  new UserError(`The stack's app "${app}" is unknown to this version of media-storage; use a newer one.`);
