import type { Kernel } from '../../../kernel/kernel.ts';
import { equalJson } from '../../api/equal-json.ts';
import type { Journal } from '../journal.ts';
import type { ManifestAnswer, NodeDisk } from '../node-disk.ts';
import { PeriodicWork } from '../periodic-work.ts';
import { staticPodOf } from '../static-pods.ts';
import type { PodConfig } from './config.ts';

/** @models pkg/kubelet/apis/config/v1beta1/defaults.go SetDefaults_KubeletConfiguration */
const httpCheckFrequencyMs = 20_000;

/** Asks the manifest URL every 20 seconds. An answer without pods removes them all; no answer, or one that cannot be read,
 *  removes none.
 *  @models pkg/kubelet/config/http.go sourceURL */
export class HTTPSource {
  readonly loop: PeriodicWork;
  private readonly kernel: Kernel;
  private readonly node: string;
  private readonly disk: NodeDisk;
  private readonly config: PodConfig;
  private readonly journal: Journal;
  private last: ManifestAnswer | undefined;
  private failures = 0;

  constructor(kernel: Kernel, node: string, disk: NodeDisk, config: PodConfig, journal: Journal) {
    this.kernel = kernel;
    this.node = node;
    this.disk = disk;
    this.config = config;
    this.journal = journal;
    this.loop = new PeriodicWork(kernel, () => this.poll());
    disk.onManifestURLChange = () => {
      if (this.loop.dueMs !== undefined) this.loop.expect();
    };
  }

  /** @models pkg/kubelet/config/http.go sourceURL.extractFromURL */
  poll(): void {
    this.loop.schedule(httpCheckFrequencyMs);
    const answer = this.disk.manifestURL;
    if (!answer) return;
    if ('error' in answer) {
      // The first three failures are seen by everybody, the later ones only at a higher verbosity.
      if (this.failures < 3) this.journal.info('http.go', 'Failed to read pods from URL', { err: answer.error });
      this.failures += 1;
      return;
    }
    this.failures = 0;
    if (equalJson(answer, this.last)) return;
    this.last = answer;
    const { kernel, node } = this;
    const pods = answer.pods.map((pod) => staticPodOf(pod, node, 'url', kernel.nowMs, 'http'));
    this.config.set('http', pods);
  }
}
