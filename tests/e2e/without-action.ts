import type { PolicyDocument, Statement } from "../../access/policy";

/** Where a policy is read and written. */
export interface PolicyPlace {
  get(): Promise<PolicyDocument>;
  put(policy: PolicyDocument): Promise<unknown>;
}

/** Takes an action out of the policy for as long as `ask` takes. */
export function withoutAction<T>(place: PolicyPlace, action: string, ask: () => Promise<T>): Promise<T> {
  const without = (statement: Statement): Statement[] => {
    const Action = [statement.Action ?? []].flat().filter((one) => one !== action);
    return Action.length === 0 ? [] : [{ ...statement, Action }];
  };
  return whileChanged(place, (statements) => statements.flatMap(without), ask);
}

/** Changes the statements of the policy for as long as `ask` takes. */
export async function whileChanged<T>(
  place: PolicyPlace,
  change: (statements: Statement[]) => Statement[],
  ask: () => Promise<T>,
): Promise<T> {
  const policy = await place.get();
  await place.put({ ...policy, Statement: change(policy.Statement) });
  try {
    return await ask();
  } finally {
    await place.put(policy);
  }
}
