import type { KubernetesObject } from 'kind-wasm-shim/kubernetes/api/meta.ts';
import { stringify } from 'yaml';
import type { BroughtCluster, SnapshotResult } from '../../../src/scenarios/brought-cluster/brought-cluster.ts';
import { SnapshotReader } from '../../../src/scenarios/brought-cluster/snapshot-reader.ts';

/** The ways in which a cluster comes in a file, by name. */
export const spellings: Readonly<Record<string, (objects: readonly KubernetesObject[]) => string>> = {
  'kubectl -o json': (objects) => `${JSON.stringify(listOf(objects), null, 4)}\n`,
  'kubectl -o json | jq -c': (objects) => JSON.stringify(listOf(objects)),
  'kubectl -o json with Windows line ends': (objects) =>
    JSON.stringify(listOf(objects), null, 4).replaceAll('\n', '\r\n'),
  'a line each': (objects) => objects.map((object) => `${JSON.stringify(object)}\n`).join(''),
  'documents that follow each other': (objects) => objects.map((object) => JSON.stringify(object, null, 2)).join('\n'),
  'jq .items': (objects) => JSON.stringify(objects, null, 2),
  'jq -s of two lists': (objects) => JSON.stringify([listOf(objects.slice(0, 1)), listOf(objects.slice(1))], null, 2),
  'kubectl -o yaml': (objects) => yaml(listOf(objects), false),
  'yaml with indented items': (objects) => yaml(listOf(objects), true),
  'yaml documents': (objects) => objects.map((object) => `---\n${yaml(object, true)}`).join(''),
  'a yaml sequence': (objects) => yaml(objects, true),
  'a yaml list in flow style': (objects) => `# all in one\n${JSON.stringify(listOf(objects))}\n`,
};

/** kubectl writes what stands in several places out each time. */
function yaml(value: unknown, indentSeq: boolean): string {
  return stringify(value, { indentSeq, aliasDuplicateObjects: false });
}

/** The list that kubectl prints. */
export function listOf(items: readonly unknown[]): unknown {
  return { apiVersion: 'v1', items, kind: 'List', metadata: { resourceVersion: '' } };
}

/** Reads files whole, or in pieces of so many bytes. */
export function readFiles(
  files: Readonly<Record<string, string | Uint8Array>>,
  pieceBytes = Number.POSITIVE_INFINITY,
): SnapshotResult {
  const reader = new SnapshotReader();
  for (const [name, content] of Object.entries(files)) {
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
    reader.push(name, bytes.subarray(0, Math.min(pieceBytes, bytes.length)));
    for (let at = pieceBytes; at < bytes.length; at += pieceBytes)
      reader.push(name, bytes.subarray(at, at + pieceBytes));
    reader.endFile();
  }
  return reader.finish();
}

/** The cluster of files that are well; throws what is wrong with them. */
export function readWell(files: Readonly<Record<string, string | Uint8Array>>, pieceBytes?: number): BroughtCluster {
  const result = readFiles(files, pieceBytes);
  if (!result.ok) throw new Error(JSON.stringify(result.problems, undefined, 2));
  return result.cluster;
}
