import type { Task } from '../../../kernel/effect.ts';
import { periodically } from '../../../kernel/effect.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { equalJson } from '../../api/equal-json.ts';
import type { Journal } from '../journal.ts';
import type { ManifestAnswer, NodeDisk } from '../node-disk.ts';
import { staticPodOf } from '../static-pods.ts';
import type { PodConfig } from './config.ts';

/** @models pkg/kubelet/apis/config/v1beta1/defaults.go SetDefaults_KubeletConfiguration */
export const httpCheckFrequencyMs = 20_000;

/** Asks the manifest URL every 20 seconds. An answer without pods removes them all; no answer, or one that cannot be read,
 *  removes none.
 *  @models pkg/kubelet/config/http.go sourceURL.run */
export function* httpSource(
  kernel: Kernel,
  node: string,
  disk: NodeDisk,
  config: PodConfig,
  journal: Journal,
  firstMs: number,
): Task {
  let last: ManifestAnswer | undefined;
  let failures = 0;
  for (let first = true; ; first = false) {
    const answer = disk.manifestURL;
    if (answer && 'error' in answer) {
      // The first three failures are seen by everybody, the later ones only at a higher verbosity.
      if (failures < 3) journal.info('http.go', 'Failed to read pods from URL', { err: answer.error });
      failures += 1;
    } else if (answer && !equalJson(answer, last)) {
      failures = 0;
      last = answer;
      config.set('http', answer.pods.map((pod) => staticPodOf(pod, node, 'url', kernel.nowMs, 'http')));
    }
    yield* periodically(first ? firstMs : httpCheckFrequencyMs);
  }
}
