import type { Node, Pod } from 'kubernetes-types/core/v1';
import type { PriorityClass } from 'kubernetes-types/scheduling/v1';
import { sleep, type Task } from '../kernel/effect.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { StatusError } from '../kubernetes/api/errors.ts';
import { epochMs } from '../kubernetes/api/meta.ts';
import type { ApiClient } from '../kubernetes/apiserver/client.ts';
import { runCycle } from '../kubernetes/descheduler/framework/cycle.ts';
import { type LoadedPolicy, loadPolicyText, PolicyError } from '../kubernetes/descheduler/framework/load-policy.ts';
import type { Registry } from '../kubernetes/descheduler/framework/plugin.ts';
import type { DeschedulerStep, EvictionResult, EvictRequest } from '../kubernetes/descheduler/framework/steps.ts';
import { setupPlugins } from '../kubernetes/descheduler/plugins/registry.ts';
import type { PodProcess } from './container-programs.ts';
import { deschedulerMessages, evictedMessage, klogLine, type LogMessage } from './descheduler-log.ts';

export const deschedulerImage = 'registry.k8s.io/descheduler/descheduler';

/** Every step of a run of the descheduler as a fact of the log, named after its kind: `descheduler.nodeClassified`. */
type DeschedulerFacts = {
  [Step in Exclude<DeschedulerStep, EvictRequest> as `descheduler.${Step['kind']}`]: Omit<Step, 'kind'>;
};

declare module '../kernel/log.ts' {
  interface LogFacts extends DeschedulerFacts {
    /** The API was asked to evict a pod; what it did follows. */
    'descheduler.evictionRequested': Omit<EvictRequest, 'kind'>;
    'descheduler.policyRefused': { error: string };
  }
}

export interface DeschedulerOptions {
  readonly kernel: Kernel;
  /** Whose evictions they are. */
  readonly client: ApiClient;
  /** The text of a policy file. */
  readonly policy: string;
  readonly policyFile?: string;
  readonly registry?: Registry;
  /** The shortest and the longest pause before an eviction, in milliseconds; 150 to 350 when not given. */
  readonly evictionPauseMs?: readonly [low: number, high: number];
  /** Evicts nothing, and goes on as if it had. */
  readonly dryRun?: boolean;
  /** Where the log lines go. */
  readonly print?: (line: string) => void;
  readonly verbosity?: number;
}

/** Runs one descheduling cycle against a cluster, through its API and at its pace, and logs each step. The result is the
 *  exit code.
 *  @models pkg/descheduler/descheduler.go Run */
export function* runDescheduler(options: DeschedulerOptions): Task<number> {
  const { kernel, client } = options;
  const registry = options.registry ?? setupPlugins();
  const latency = kernel.random('descheduler/latency');
  const print = (message: LogMessage) => {
    if (message.verbosity <= (options.verbosity ?? 3)) options.print?.(klogLine(message, kernel.nowMs));
  };
  let loaded: LoadedPolicy;
  try {
    const priorityClasses = client.list<PriorityClass>('priorityclasses.scheduling.k8s.io').items;
    loaded = loadPolicyText(options.policy, { registry, priorityClasses, fileName: options.policyFile });
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    kernel.append('descheduler.policyRefused', { error: error.message });
    const text = `"failed to run descheduler server" err=${JSON.stringify(error.message)}`;
    print({ verbosity: 0, severity: 'E', file: 'server.go', text });
    return 1;
  }
  yield* sleep(latency.integer(20, 60));
  const cluster = {
    nodes: () => client.list<Node>('nodes').items,
    pods: () => client.list<Pod>('pods').items,
  };
  const [low, high] = options.evictionPauseMs ?? [150, 350];
  const run = runCycle(loaded.policy, cluster, { registry, nowMs: epochMs + kernel.nowMs });
  let answer: EvictionResult | undefined;
  for (let next = run.next(answer); !next.done; next = run.next(answer)) {
    const step = next.value;
    answer = undefined;
    if (step.kind === 'evict') {
      // The pause comes first, so that what the descheduler concludes from the answer is logged before others react to it.
      yield* sleep(latency.integer(low, high));
      answer = options.dryRun ? { evicted: true } : evict(kernel, client, step);
      const pod = `${step.pod.namespace}/${step.pod.name}`;
      if (answer.evicted) print(evictedMessage(pod, step.node, step.reason, options.dryRun === true));
      continue;
    }
    logStep(kernel, step);
    for (const message of deschedulerMessages(step)) print(message);
    if (step.kind === 'cycleFailed') return 1;
  }
  return 0;
}

function logStep(kernel: Kernel, { kind, ...fact }: Exclude<DeschedulerStep, EvictRequest>): void {
  kernel.append(`descheduler.${kind}`, fact as never);
}

/** @models pkg/descheduler/evictions/evictions.go evictPod */
function evict(kernel: Kernel, client: ApiClient, { kind: _, ...request }: EvictRequest): EvictionResult {
  const { pod, node, reason, uid } = request;
  kernel.append('descheduler.evictionRequested', request);
  try {
    client.evict(pod.namespace, pod.name);
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    return { evicted: false, code: error.code, message: error.message };
  }
  const involvedObject = { apiVersion: 'v1', kind: 'Pod', namespace: pod.namespace, name: pod.name, uid };
  const message = `pod evicted from ${node} node by sigs.k8s.io/descheduler`;
  const component = 'sigs.k8s.io/descheduler';
  client.recordEvent({ involvedObject, type: 'Normal', reason, action: 'Descheduled', message, component });
  return { evicted: true };
}

/** The descheduler's image as a container's program: reads `--policy-config-file` from its mounts, runs one cycle, or one
 *  every `--descheduling-interval`.
 *  @models cmd/descheduler/app/server.go NewDeschedulerCommand
 *  @simplifies only these two flags, `--dry-run` and the verbosity are read. In a dry run upstream deletes pods from a copy
 *  of the cluster, which later plugins of the cycle see; here they see the cluster as it is. */
export function deschedulerProgram(kernel: Kernel): (process: PodProcess) => Task<number> {
  return function* descheduler(process: PodProcess): Task<number> {
    const words = [...process.command, ...process.args];
    const policyFile = flag(words, 'policy-config-file') ?? '';
    const policy = process.files.get(policyFile);
    const verbosity = Number(flag(words, 'v') ?? 0);
    if (policy === undefined) {
      const why =
        policyFile === '' ? 'policy config file is not specified' : `open ${policyFile}: no such file or directory`;
      const message = `failed to read policy config file ${JSON.stringify(policyFile)}: ${why}`;
      const text = `"failed to run descheduler server" err=${JSON.stringify(message)}`;
      process.print(klogLine({ verbosity: 0, severity: 'E', file: 'server.go', text }, kernel.nowMs), 'stderr');
      return 1;
    }
    const dryRun = words.some((word) => /^--?dry-run(=true)?$/.test(word));
    const intervalMs = durationMs(flag(words, 'descheduling-interval') ?? '0s');
    const print = (line: string) => process.print(line, 'stderr');
    for (;;) {
      const { client } = process;
      const code = yield* runDescheduler({ kernel, client, policy, policyFile, verbosity, dryRun, print });
      if (code !== 0 || intervalMs === 0) {
        // Its informers and its metrics server are stopped first, which takes the process a moment.
        yield* process.sleep(kernel.random('descheduler/shutdown').integer(200, 500));
        return code;
      }
      yield* process.sleep(intervalMs);
    }
  };
}

/** The value of `--name=value`, `--name value` or `-name value`, the last one given. */
function flag(words: readonly string[], name: string): string | undefined {
  let value: string | undefined;
  words.forEach((word, index) => {
    const bare = word.replace(/^--?/, '');
    if (bare === word) return;
    if (bare === name) value = words[index + 1] ?? '';
    else if (bare.startsWith(`${name}=`)) value = bare.slice(name.length + 1);
  });
  return value;
}

/** A Go duration such as `1h30m` or `90s`, in milliseconds. */
function durationMs(text: string): number {
  const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
  let sum = 0;
  for (const [, amount, unit] of text.matchAll(/([0-9.]+)(ms|s|m|h)/g))
    sum += Number(amount) * (units[unit ?? ''] ?? 0);
  return sum;
}
