import { UsageError } from '../flags.ts';

/** Turns a path as people write it for columns, sorting and waiting (`metadata.name`, `.metadata.name`, with or without
 *  braces) into what stands between braces.
 *  @models staging/src/k8s.io/kubectl/pkg/cmd/get/customcolumn.go RelaxedJSONPathExpression */
export function relaxedPath(path: string): string {
  if (path === '') return '';
  const match = /^\{\.?([^{}]+)\}$|^\.?([^{}]+)$/.exec(path);
  if (!match)
    throw new UsageError(
      `unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'`,
    );
  return `.${match[1] ?? match[2] ?? ''}`;
}
