import type { EditableFile } from 'kind-wasm-shim/guest/edited-node-utilization.ts';
import algorithmTypes from 'kind-wasm-shim/kubernetes/descheduler/plugins/nodeutilization/algorithm-types.ts?raw';
import classification from 'kind-wasm-shim/kubernetes/descheduler/plugins/nodeutilization/classification.ts?raw';
import evictionOrder from 'kind-wasm-shim/kubernetes/descheduler/plugins/nodeutilization/eviction-order.ts?raw';

/** A file that the editor opens, under the name that its siblings import it by. */
export interface EditorFile {
  readonly path: EditableFile;
  readonly source: string;
}

/** A file that the editor's language service knows and that is not edited. */
export interface TypesFile {
  readonly path: string;
  readonly source: string;
}

/** The two files of the node utilization plugins that readers may change, exactly as the simulation runs them. */
export const nodeUtilizationFiles: readonly EditorFile[] = [
  { path: 'classification.ts', source: classification },
  { path: 'eviction-order.ts', source: evictionOrder },
];

export const nodeUtilizationTypes: readonly TypesFile[] = [{ path: 'algorithm-types.ts', source: algorithmTypes }];
