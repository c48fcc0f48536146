import { klogHeader } from '../../kubernetes/api/klog-header.ts';
import { hasLaterPolicyFields } from '../../kubernetes/descheduler/framework/differences.ts';
import type { DeschedulerVersion } from '../../kubernetes/descheduler/framework/release.ts';
import type { DeschedulerStep } from '../../kubernetes/descheduler/framework/steps.ts';
import { type LogMessage, message } from './log-message.ts';
import { judgementMessages } from './log-plugins.ts';
import { utilizationMessages } from './log-utilization.ts';

export type { LogMessage } from './log-message.ts';

/** What a release prints for a step of its run.
 *  @models pkg/descheduler/descheduler.go runDeschedulerLoop, runProfiles; pkg/framework/profile/profile.go RunBalancePlugins
 *  @simplifies messages that are only printed at verbosity 4 and above are left out, and those of a plugin that say no more
 *  than that it looks at a node */
export function deschedulerMessages(step: DeschedulerStep, version: DeschedulerVersion): readonly LogMessage[] {
  switch (step.kind) {
    case 'cycleFailed':
      return [
        ...(step.error === tinyCluster ? [message(1, loop, tinyClusterText)] : []),
        { verbosity: 0, severity: 'E', file: loop, text: step.error },
      ];
    case 'cycleSkipped':
      return [
        message(0, loop, 'Skipping descheduling cycle: requires >=2 nodes', { found: step.nodes }),
        totalMessage(0, version),
      ];
    case 'cycleFinished':
      return [totalMessage(step.evicted, version)];
    case 'profileRefused':
      return [message(0, loop, 'unable to create a profile', { err: step.error, profile: step.profile }, 'E')];
    case 'pluginFailed': {
      const err = `plugin ${JSON.stringify(step.plugin)} finished with error: ${step.error}`;
      const text = `running ${step.extensionPoint} extension point failed with error`;
      return [message(0, loop, text, { err, profile: step.profile }, 'E')];
    }
    case 'pluginFinished': {
      const point = step.extensionPoint === 'balance' ? 'Balance' : 'Deschedule';
      const counts = { 'extension point': point, evictedPods: step.evicted };
      return hasLaterPolicyFields(version)
        ? [message(1, 'profile.go', 'Total number of evictions/requests', { ...counts, evictionRequests: 0 })]
        : [message(1, 'profile.go', 'Total number of pods evicted', counts)];
    }
    case 'evictionRefused':
      return refusalMessages(step);
    case 'podJudged':
    case 'duplicatesCounted':
    case 'domainsCounted':
    case 'domainsEvened':
      return judgementMessages(step);
    default:
      return utilizationMessages(step, version);
  }
}

const loop = 'descheduler.go';
const tinyCluster = 'the cluster size is 0 or 1';
const tinyClusterText =
  'The cluster size is 0 or 1 meaning eviction causes service disruption or degradation. So aborting..';

function totalMessage(totalEvicted: number, version: DeschedulerVersion): LogMessage {
  return hasLaterPolicyFields(version)
    ? message(1, loop, 'Number of evictions/requests', { totalEvicted, evictionRequests: 0 })
    : message(1, loop, 'Number of evicted pods', { totalEvicted });
}

/** @models pkg/descheduler/evictions/evictions.go PodEvictor.EvictPod */
function refusalMessages(step: Extract<DeschedulerStep, { kind: 'evictionRefused' }>): LogMessage[] {
  const { by, error: err, limit, node } = step;
  const pod = `${step.pod.namespace}/${step.pod.name}`;
  const failed = (values: Readonly<Record<string, unknown>>) =>
    message(0, 'evictions.go', 'Error evicting pod', { err, ...values }, 'E');
  switch (by) {
    case 'api':
      return [failed({ pod, reason: '' })];
    case 'missingUID':
      return [message(0, 'evictions.go', 'Ignoring pod eviction due to missing UID', { pod })];
    case 'totalLimit':
      return [failed({ limit })];
    case 'nodeLimit':
      return [failed({ limit, node })];
    case 'namespaceLimit':
      return [failed({ limit, namespace: step.pod.namespace, pod })];
  }
}

/** The line for an eviction that the API carried out.
 *  @models pkg/descheduler/evictions/evictions.go PodEvictor.EvictPod */
export function evictedMessage(pod: string, node: string, strategy: string, dryRun: boolean): LogMessage {
  return message(1, 'evictions.go', dryRun ? 'Evicted pod in dry run mode' : 'Evicted pod', {
    pod,
    reason: '',
    strategy,
    node,
  });
}

/** The lines for an error that ends the program.
 *  @models cmd/descheduler/app/server.go NewDeschedulerCommand; staging/src/k8s.io/component-base/cli/run.go Run */
export function serverError(err: string): LogMessage[] {
  return [
    message(0, 'server.go', 'failed to run descheduler server', { err }, 'E'),
    message(0, 'run.go', 'command failed', { err }, 'E'),
  ];
}

/** A line as klog prints it.
 *  @models staging/src/k8s.io/klog/v2/klog.go loggingT.printS
 *  @simplifies the line number after the file is 1: where a call stands in a file of Go says nothing here */
export function klogLine({ severity, file, text }: LogMessage, nowMs: number): string {
  return `${klogHeader({ severity, file, line: 1, processID: 1 }, nowMs)} ${text}`;
}
