import type { TypesFile } from '../editor/plugin-files.ts';
import { pluginSources } from './plugin-sources.ts';

// What the editor's language service knows: the package's sources, and the types of Kubernetes objects. Loaded with the full
// editor.

const kubernetesTypes = import.meta.glob<string>(
  [
    '../../../node_modules/kubernetes-types/core/v1.d.ts',
    '../../../node_modules/kubernetes-types/meta/v1.d.ts',
    '../../../node_modules/kubernetes-types/api/resource.d.ts',
    '../../../node_modules/kubernetes-types/apps/v1.d.ts',
    '../../../node_modules/kubernetes-types/policy/v1.d.ts',
    '../../../node_modules/kubernetes-types/scheduling/v1.d.ts',
    '../../../node_modules/kubernetes-types/runtime.d.ts',
    '../../../node_modules/kubernetes-types/runtime/*.d.ts',
    '../../../node_modules/kubernetes-types/util/*.d.ts',
  ],
  { query: '?raw', import: 'default', eager: true },
);

export const typesFiles: readonly TypesFile[] = [
  ...Object.entries(kubernetesTypes).map(([path, source]) => ({ path: path.replace(/^(\.\.\/)+/, ''), source })),
  ...Object.entries(pluginSources).map(([path, source]) => ({ path: `node_modules/${path}`, source })),
];
