import { type NodeUtilizationPolicy, readPolicy } from './node-utilization-policy.ts';

/** What can be done to the node utilization scenario from outside. */
export type NodeUtilizationInput =
  | { readonly type: 'setPolicy'; readonly policy: NodeUtilizationPolicy }
  | { readonly type: 'cordon'; readonly node: string }
  /** From here on the API refuses to evict the pod, `namespace/name`, as a PodDisruptionBudget would. */
  | { readonly type: 'refuseEvictions'; readonly pod: string }
  | { readonly type: 'runDescheduler' };

/** Part of every link: raised when the same inputs may lead to another log. */
export const nodeUtilizationVersion = 1;

/** When what happens. The pods come at `populated`, late nodes at `changed`; by `calm` everything has started; what a reader prepares takes effect at `prepare`. */
export const timesMs = {
  populated: 1_000,
  changed: 20_000,
  calm: 45_000,
  prepare: 50_000,
  run: 60_000,
  again: 60_000,
} as const;

/** Reads an input that came from outside. Throws a TypeError that says what was expected and what was found. */
export function readInput(value: unknown): NodeUtilizationInput {
  const input = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  switch (input.type) {
    case 'setPolicy':
      return { type: 'setPolicy', policy: readPolicy(input.policy) };
    case 'cordon':
      return { type: 'cordon', node: readName('node', input.node) };
    case 'refuseEvictions':
      return { type: 'refuseEvictions', pod: readName('pod', input.pod) };
    case 'runDescheduler':
      return { type: 'runDescheduler' };
    default:
      throw new TypeError(
        `type: expected setPolicy, cordon, refuseEvictions or runDescheduler, found ${JSON.stringify(input.type) ?? 'nothing'}`,
      );
  }
}

function readName(field: string, value: unknown): string {
  if (typeof value === 'string' && value.length > 0 && value.length <= 512) return value;
  throw new TypeError(`${field}: expected a name, found ${(JSON.stringify(value) ?? 'nothing').slice(0, 80)}`);
}
