/** Account ids that stand for other accounts. */

/** An account that does not exist. It stands for accounts that are known only after the deployment. */
export const NOBODYS_ACCOUNT = "000000000000";

/** The account in the examples of messages: AWS uses it in its documentation. */
export const EXAMPLE_ACCOUNT = "123456789012";

const OTHER_ACCOUNT = "999999999999";

/** An account that is not the given one. */
export function otherAccount(accountId: string): string {
  return accountId === OTHER_ACCOUNT ? "888888888888" : OTHER_ACCOUNT;
}
