import type { Pod } from 'kubernetes-types/core/v1';
import type { Task } from '../../kernel/effect.ts';
import type { ContainerOutput } from '../cri/container-output.ts';
import type { Containerd } from '../cri/containerd.ts';

/** What a cluster needs of the agent on a node. The model that stands behind it can be exchanged: the cluster, the API
 *  server's `pods/log` and the shells on a node speak to this only. */
export interface Kubelet {
  readonly node: string;
  readonly runtime: Containerd;
  /** The agent as a process: registers its node and runs the pods that are bound to it until it is cancelled. */
  run(): Task;
  /** Puts a manifest into the directory of static pods, or replaces the one of that file name. */
  addStaticPod(file: string, manifest: Pod): void;
  removeStaticPod(file: string): void;
  /** What a container has printed, the latest container or the one before it. Throws StatusError as the API server
   *  answers when there is none. */
  containerOutput(namespace: string, pod: string, container: string | undefined, previous: boolean): ContainerOutput;
  /** Makes the node report that it is not ready, or ready again: a fault that a scenario injects. */
  setReady(ready: boolean): void;
}
