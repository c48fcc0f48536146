import type { Pod } from 'kubernetes-types/core/v1';
import type { Task } from '../../kernel/effect.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { ApiClient } from '../apiserver/client.ts';
import type { OwnedIndex } from './owned-index.ts';
import type { PodTallies } from './pod-tallies.ts';
import type { SharedInformers } from './shared-informers.ts';
import { runWorker, WorkQueue } from './work-queue.ts';

/** What every controller is given.
 *  @models cmd/kube-controller-manager/app/controllermanager.go ControllerContext */
export interface ControllerContext {
  readonly kernel: Kernel;
  readonly client: ApiClient;
  readonly informers: SharedInformers;
  /** All pods by the controller that owns them. */
  readonly pods: OwnedIndex<Pod>;
  /** How many there are of them. */
  readonly tallies: PodTallies;
}

/** A queue and the process that empties it, for one controller.
 *  @models pkg/controller/deployment/deployment_controller.go NewDeploymentController */
export function newController(
  { kernel }: ControllerContext,
  name: string,
  sync: (key: string, queue: WorkQueue) => void,
): { readonly queue: WorkQueue; run(): Task } {
  const queue = new WorkQueue(kernel, name);
  return { queue, run: () => runWorker(kernel, name, queue, (key) => sync(key, queue)) };
}
