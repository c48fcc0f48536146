/** What a line is that belongs to no document. */
export type LineKind = 'kubectlWarning' | 'kubectlError' | 'table' | 'html' | 'yaml' | 'other';

const kubectlWarning = /^(?:Warning: |W[0-9]{4} |I[0-9]{4} |No resources found|Flag --|Switched to context)/;
const kubectlError =
  /^(?:error: |Error: |Error from server|E[0-9]{4} |Unable to connect to the server|The connection to the server|Unable to use |command terminated|error while |context deadline exceeded|You must be logged in)/;
const tableHeader = /^(?:NAMESPACE\s+)?NAME\s+[A-Z]/;
const html = /^<(?:!DOCTYPE|html|head|body|\?xml|!--)/i;
const yaml = /^(?:---|%YAML|#|- |-$|["']?[A-Za-z][\w./-]*["']?:(?:\s|$))/;

/** Tells what a line is by how it begins. What kubectl writes beside its output gets into a file by `2>&1`. */
export function lineKind(line: string): LineKind {
  if (kubectlWarning.test(line)) return 'kubectlWarning';
  if (kubectlError.test(line)) return 'kubectlError';
  if (tableHeader.test(line)) return 'table';
  if (html.test(line.trimStart())) return 'html';
  return yaml.test(line) ? 'yaml' : 'other';
}
