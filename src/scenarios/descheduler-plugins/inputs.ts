import {
  type DeschedulerVersion,
  deschedulerVersions,
} from 'kind-wasm-shim/kubernetes/descheduler/framework/release.ts';
import type { ScoringStrategy } from 'kind-wasm-shim/kubernetes/scheduler/plugins/node-resources-fit.ts';

/** What can be done to the scenario from outside. */
export type DeschedulerInput =
  /** The first input of every run: the cluster is built with this scheduler, and this is the descheduler that will be started. */
  | {
      readonly type: 'setUp';
      readonly version: DeschedulerVersion;
      /** The text of the policy file. */
      readonly policy: string;
      readonly scheduler: ScoringStrategy;
    }
  | { readonly type: 'cordon'; readonly node: string }
  /** From here on the API refuses to evict the pod, `namespace/name`, as a PodDisruptionBudget would. */
  | { readonly type: 'refuseEvictions'; readonly pod: string }
  | { readonly type: 'runDescheduler' };

/** Part of every link: raised when the same inputs may lead to another log. */
export const deschedulerScenarioVersion = 1;

/** Longest policy that is read. */
export const longestPolicy = 20_000;

const strategies: readonly ScoringStrategy[] = ['LeastAllocated', 'MostAllocated'];

/** Reads an input that came from outside. Throws a TypeError that says what was expected and what was found. */
export function readInput(value: unknown): DeschedulerInput {
  const input = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  switch (input.type) {
    case 'setUp':
      return {
        type: 'setUp',
        version: oneOf('version', deschedulerVersions, input.version),
        policy: text('policy', input.policy, longestPolicy),
        scheduler: oneOf('scheduler', strategies, input.scheduler),
      };
    case 'cordon':
      return { type: 'cordon', node: text('node', input.node, 512) };
    case 'refuseEvictions':
      return { type: 'refuseEvictions', pod: text('pod', input.pod, 512) };
    case 'runDescheduler':
      return { type: 'runDescheduler' };
    default:
      throw expected('type', 'setUp, cordon, refuseEvictions or runDescheduler', input.type);
  }
}

function oneOf<Value extends string>(field: string, values: readonly Value[], found: unknown): Value {
  const value = values.find((each) => each === found);
  if (value === undefined) throw expected(field, `one of ${values.join(', ')}`, found);
  return value;
}

function text(field: string, found: unknown, longest: number): string {
  if (typeof found === 'string' && found.length <= longest) return found;
  throw expected(field, `text of at most ${longest} characters`, found);
}

function expected(where: string, what: string, found: unknown): TypeError {
  return new TypeError(`${where}: expected ${what}, found ${(JSON.stringify(found) ?? 'nothing').slice(0, 80)}`);
}
