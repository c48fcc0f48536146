import type { Pod } from 'kubernetes-types/core/v1';
import { isTerminalPhase } from '../api/pod-properties.ts';
import type { ResourceAmounts } from '../api/pod-resources.ts';
import { type AdmissionRejection, admitPod, countRequests } from './node-admission.ts';
import type { NodeReporter } from './node-reporter.ts';
import { podUID } from './pod/pod-manager.ts';

/** The pods that the node has taken on, and what they have been promised.
 *  @models pkg/kubelet/kubelet.go Kubelet.canAdmitPod */
export class AdmittedPods {
  private readonly reporter: NodeReporter;
  private readonly requested: ResourceAmounts = new Map();
  private readonly pods = new Map<string, Pod>();

  constructor(reporter: NodeReporter) {
    this.reporter = reporter;
  }

  /** Takes the pod on, or says why not. A pod that has ended needs nothing. */
  admit(pod: Pod): AdmissionRejection | undefined {
    if (isTerminalPhase(pod) || this.pods.has(podUID(pod))) return undefined;
    const rejection = admitPod(pod, this.reporter.object, this.requested, this.pods.size);
    if (rejection) return rejection;
    this.pods.set(podUID(pod), pod);
    countRequests(this.requested, pod, 1n);
    return undefined;
  }

  release(uid: string): void {
    const pod = this.pods.get(uid);
    if (!pod) return;
    this.pods.delete(uid);
    countRequests(this.requested, pod, -1n);
  }
}
