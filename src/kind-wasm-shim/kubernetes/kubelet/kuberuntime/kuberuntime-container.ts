import type { Container as ContainerSpec, Pod } from 'kubernetes-types/core/v1';
import { sleep, type Task } from '../../../kernel/effect.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { CriError, isNotFound } from '../../cri/cri-error.ts';
import type { Journal } from '../journal.ts';
import { podRef, uidValue } from '../klog.ts';
import { countsPreStopAgainstGrace, toleratesNotFoundWhenKilling } from '../versions.ts';
import type { RemoteRuntime } from './remote-runtime.ts';

const file = 'kuberuntime_container.go';

/** @models pkg/kubelet/kuberuntime/kuberuntime_container.go minimumGracePeriodInSeconds */
const minimumGracePeriodInSeconds = 2;

export interface ContainerKiller {
  readonly kernel: Kernel;
  readonly journal: Journal;
  readonly runtime: RemoteRuntime;
  recordEvent(pod: Pod, container: string, type: 'Normal' | 'Warning', reason: string, message: string): void;
}

/** Stops one container: its preStop hook, SIGTERM, and SIGKILL at the end of its grace.
 *  @models pkg/kubelet/kuberuntime/kuberuntime_container.go kubeGenericRuntimeManager.killContainer
 *  @simplifies a preStop hook is the time that it takes: `sleep` as an action or as a command */
export function* killContainer(
  host: ContainerKiller,
  pod: Pod,
  container: { readonly id: string; readonly name: string },
  graceOverride: number | undefined,
): Task {
  const { journal, runtime } = host;
  const { metadata, spec } = pod;
  const names = {
    pod: podRef(pod),
    podUID: uidValue(metadata?.uid ?? ''),
    containerName: container.name,
    containerID: `containerd://${container.id}`,
  };
  const own = spec?.containers?.find(({ name }) => name === container.name);
  let grace =
    metadata?.deletionGracePeriodSeconds ?? spec?.terminationGracePeriodSeconds ?? minimumGracePeriodInSeconds;
  host.recordEvent(pod, container.name, 'Normal', 'Killing', `Stopping container ${container.name}`);
  const override = () => {
    if (graceOverride === undefined) return;
    grace = graceOverride;
    const text = 'Killing container with a grace period override';
    journal.info(file, text, { ...names, gracePeriod: grace });
  };
  if (countsPreStopAgainstGrace(journal.version)) {
    override();
    grace -= yield* executePreStopHook(host, own, grace, names);
    grace = Math.max(grace, minimumGracePeriodInSeconds);
  } else {
    grace -= yield* executePreStopHook(host, own, grace, names);
    grace = Math.max(grace, minimumGracePeriodInSeconds);
    override();
  }
  journal.info(file, 'Killing container with a grace period', { ...names, gracePeriod: grace });
  try {
    yield* runtime.stopContainer(container.id, grace);
  } catch (error) {
    if (!(error instanceof CriError)) throw error;
    if (!(isNotFound(error) && toleratesNotFoundWhenKilling(journal.version))) {
      const text = 'Container termination failed with gracePeriod';
      journal.error(file, text, { err: error.message, ...names, gracePeriod: grace });
      throw error;
    }
  }
  journal.info(file, 'Container exited normally', names);
}

/** Runs the hook for at most the grace that there is; answers the whole seconds that it took.
 *  @models pkg/kubelet/kuberuntime/kuberuntime_container.go kubeGenericRuntimeManager.executePreStopHook */
function* executePreStopHook(
  { journal, kernel }: ContainerKiller,
  spec: ContainerSpec | undefined,
  grace: number,
  names: Record<string, string | ReturnType<typeof uidValue>>,
): Task<number> {
  const seconds = preStopSeconds(spec);
  if (seconds === undefined || grace <= 0) return 0;
  journal.info(file, 'Running preStop hook', names);
  const startMs = kernel.nowMs;
  yield* sleep(Math.min(seconds, grace) * 1000);
  const text = seconds <= grace ? 'PreStop hook completed' : 'PreStop hook not completed in grace period';
  journal.info(file, text, names);
  return Math.floor((kernel.nowMs - startMs) / 1000);
}

/** How long the preStop hook of a container takes; undefined without one.
 *  @models pkg/kubelet/lifecycle/handlers.go handlerRunner.Run */
export function preStopSeconds(spec: ContainerSpec | undefined): number | undefined {
  const hook = spec?.lifecycle?.preStop as { exec?: { command?: string[] }; sleep?: { seconds?: number } } | undefined;
  if (!hook) return undefined;
  if (hook.sleep) return hook.sleep.seconds ?? 0;
  const [, seconds = '0'] = /\bsleep\s+(\d+(?:\.\d+)?)/.exec(hook.exec?.command?.join(' ') ?? '') ?? [];
  return Number(seconds);
}

/** Removes an ended container with its log. The log's place is asked of the runtime first, which is where it says that it
 *  cannot find the container when somebody else was faster.
 *  @models pkg/kubelet/kuberuntime/kuberuntime_container.go kubeGenericRuntimeManager.removeContainer */
export function* removeContainer(journal: Journal, runtime: RemoteRuntime, id: string): Task {
  journal.info(file, 'Removing container', { containerID: id });
  journal.info('scope.go', 'RemoveContainer', { containerID: id });
  try {
    yield* runtime.containerStatus(id);
  } catch (error) {
    if (!(error instanceof CriError)) throw error;
    throw new CriErrorInContext(`failed to get container status ${JSON.stringify(id)}: ${error.message}`);
  }
  yield* runtime.removeContainer(id);
}

/** A runtime's refusal with what was being done put in front of it. */
class CriErrorInContext extends CriError {
  constructor(text: string) {
    super('Unknown', text);
    this.message = text;
  }
}
