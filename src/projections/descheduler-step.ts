import type {} from 'kind-wasm-shim/cluster/descheduler/program.ts';
import type { LogEntry } from 'kind-wasm-shim/kernel/log.ts';
import type { DeschedulerStep } from 'kind-wasm-shim/kubernetes/descheduler/framework/steps.ts';

/** The step of the descheduler that a log entry tells of, undefined when it tells of something else. */
export function deschedulerStep(entry: LogEntry): DeschedulerStep | undefined {
  const { kind, data } = entry;
  if (!kind.startsWith('descheduler.') || kind === 'descheduler.policyRefused') return undefined;
  return { ...(data as object), kind: kind.slice('descheduler.'.length) } as DeschedulerStep;
}
