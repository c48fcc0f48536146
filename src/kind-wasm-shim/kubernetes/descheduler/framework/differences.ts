// What the descheduler does otherwise in a later release, each under its own name. A plugin asks by that name, and the site
// lists them.
import { since } from './release.ts';

/** A cycle over no node or one is skipped. Before, it was an error that ended the descheduler's loop. */
export const skipsTinyClusters = since('v0.31.0', 'pkg/descheduler/descheduler.go runDeschedulerLoop');

/** Only active pods are looked at; before, pods that had ended were evicted for a taint too. */
export const nodeTaintsLooksAtActivePods = since(
  'v0.29.0',
  'pkg/framework/plugins/removepodsviolatingnodetaints/node_taint.go Deschedule',
);
