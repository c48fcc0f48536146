import type { Namespace, Node, Pod } from 'kubernetes-types/core/v1';
import type { PodDisruptionBudget } from 'kubernetes-types/policy/v1';
import type { PriorityClass } from 'kubernetes-types/scheduling/v1';
import { sleep, type Task } from '../../kernel/effect.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { StatusError } from '../../kubernetes/api/errors.ts';
import { epochMs } from '../../kubernetes/api/meta.ts';
import type { ApiClient } from '../../kubernetes/apiserver/client.ts';
import { type ClusterReader, runCycle } from '../../kubernetes/descheduler/framework/cycle.ts';
import { type LoadedPolicy, loadPolicyText, PolicyError } from '../../kubernetes/descheduler/framework/load-policy.ts';
import type { Registry } from '../../kubernetes/descheduler/framework/plugin.ts';
import type { OtherObjects } from '../../kubernetes/descheduler/framework/snapshot.ts';
import type { DeschedulerStep, EvictionResult, EvictRequest } from '../../kubernetes/descheduler/framework/steps.ts';
import { setupPlugins } from '../../kubernetes/descheduler/plugins/registry.ts';
import { deschedulerMessages, evictedMessage, klogLine, type LogMessage, serverError } from './log.ts';

/** Every step of a run of the descheduler as a fact of the log, named after its kind: `descheduler.nodeClassified`. */
type DeschedulerFacts = {
  [Step in Exclude<DeschedulerStep, EvictRequest> as `descheduler.${Step['kind']}`]: Omit<Step, 'kind'>;
};

declare module '../../kernel/log.ts' {
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

/** Reads the policy and runs one descheduling cycle against a cluster, through its API and at its pace, and logs each step.
 *  The result is the exit code.
 *  @models pkg/descheduler/descheduler.go Run */
export function* runDescheduler(options: DeschedulerOptions): Task<number> {
  const loaded = readPolicy(options);
  if (loaded === undefined) return 1;
  yield* sleep(options.kernel.random('descheduler/latency').integer(20, 60));
  return (yield* runDeschedulerCycle(loaded, options)) === 'failed' ? 1 : 0;
}

/** The policy, undefined when it is refused, which is logged and printed.
 *  @models pkg/descheduler/policyconfig.go LoadPolicyConfig */
export function readPolicy(options: DeschedulerOptions): LoadedPolicy | undefined {
  const { kernel, client, policy, policyFile, registry = setupPlugins() } = options;
  const print = printer(options);
  try {
    const priorityClasses = client.list<PriorityClass>('priorityclasses.scheduling.k8s.io').items;
    const loaded = loadPolicyText(policy, { registry, priorityClasses, fileName: policyFile });
    for (const text of loaded.warnings) {
      print({ verbosity: 0, severity: 'E', file: 'policyconfig.go', text: JSON.stringify(text) });
    }
    return loaded;
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    kernel.append('descheduler.policyRefused', { error: error.message });
    for (const line of serverError(error.message)) print(line);
    return undefined;
  }
}

/** How a cycle ended. One that failed ends the loop of cycles. */
export type CycleEnd = 'done' | 'failed';

/** One cycle of a policy that was read.
 *  @models pkg/descheduler/descheduler.go runDeschedulerLoop */
export function* runDeschedulerCycle({ policy }: LoadedPolicy, options: DeschedulerOptions): Task<CycleEnd> {
  const {
    kernel,
    client,
    registry = setupPlugins(),
    evictionPauseMs: [low, high] = [150, 350],
    dryRun = false,
  } = options;
  const latency = kernel.random('descheduler/latency');
  const print = printer(options);
  const cluster = dryRun ? new CopiedCluster(client) : liveCluster(client);
  const run = runCycle(policy, cluster, { registry, nowMs: epochMs + kernel.nowMs });
  let answer: EvictionResult | undefined;
  for (let next = run.next(answer); !next.done; next = run.next(answer)) {
    const step = next.value;
    answer = undefined;
    if (step.kind === 'evict') {
      // The pause comes first, so that what the descheduler concludes from the answer is logged before others react to it.
      yield* sleep(latency.integer(low, high));
      answer = cluster instanceof CopiedCluster ? cluster.evict(step) : evict(kernel, client, step);
      const pod = `${step.pod.namespace}/${step.pod.name}`;
      if (answer.evicted) print(evictedMessage(pod, step.node, step.reason, dryRun));
      continue;
    }
    logStep(kernel, step);
    for (const message of deschedulerMessages(step, registry.version)) print(message);
    if (step.kind === 'cycleFailed') return 'failed';
  }
  return 'done';
}

function printer({ kernel, verbosity = 3, print }: DeschedulerOptions): (message: LogMessage) => void {
  return (message) => {
    if (message.verbosity <= verbosity) print?.(klogLine(message, kernel.nowMs));
  };
}

function logStep(kernel: Kernel, { kind, ...fact }: Exclude<DeschedulerStep, EvictRequest>): void {
  kernel.append(`descheduler.${kind}`, fact as never);
}

function liveCluster(client: ApiClient): ClusterReader {
  return {
    nodes: () => client.list<Node>('nodes').items,
    pods: () => client.list<Pod>('pods').items,
    others: () => otherObjects(client),
  };
}

/** Lists only what is asked for: most policies ask for none of it.
 *  @ours because a simulated cluster serves no PersistentVolumeClaims, so that none is found */
function otherObjects(client: ApiClient): OtherObjects {
  return {
    get namespaces() {
      return client.list<Namespace>('namespaces').items;
    },
    get podDisruptionBudgets() {
      return client.list<PodDisruptionBudget>('poddisruptionbudgets.policy').items;
    },
  };
}

/** The cluster as a dry run sees it: a copy from the start of the cycle, from which evicted pods disappear. No disruption
 *  budget stands in the way there.
 *  @models pkg/descheduler/descheduler.go cachedClient, podEvictionReactionFnc */
class CopiedCluster implements ClusterReader {
  readonly #nodes: readonly Node[];
  readonly #others: OtherObjects;
  #pods: readonly Pod[];

  constructor(client: ApiClient) {
    this.#nodes = client.list<Node>('nodes').items;
    this.#pods = client.list<Pod>('pods').items;
    this.#others = otherObjects(client);
  }

  nodes(): readonly Node[] {
    return this.#nodes;
  }

  pods(): readonly Pod[] {
    return this.#pods;
  }

  others(): OtherObjects {
    return this.#others;
  }

  evict({ pod: { namespace, name } }: EvictRequest): EvictionResult {
    const left = this.#pods.filter(({ metadata }) => metadata?.namespace !== namespace || metadata.name !== name);
    if (left.length === this.#pods.length) {
      return {
        evicted: false,
        code: 500,
        message: `unable to delete pod ${namespace}/${name}: pods "${name}" not found`,
      };
    }
    this.#pods = left;
    return { evicted: true };
  }
}

/** @models pkg/descheduler/evictions/evictions.go evictPod */
function evict(kernel: Kernel, client: ApiClient, { kind: _, ...request }: EvictRequest): EvictionResult {
  const { pod, node, reason, uid, gracePeriodSeconds } = request;
  kernel.append('descheduler.evictionRequested', request);
  try {
    client.evict(pod.namespace, pod.name, gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds });
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
