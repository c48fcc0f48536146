import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';

// Writes the compact schema of the served kinds from the types of the package kubernetes-types:
//
//     node src/tools/generate-api-schema.ts
//
// One line a type: its name, then its fields. What follows a field's name says what it holds; nothing means a text.
//
//     # integer    ? boolean    % integer or text    @ time    ~ quantity    * anything
//     :T the type T    [] a list    {} a map, of what follows it
//
// A field that must be there has a ! before its name. Types of other files are written with their file, as meta/v1.Time.

const types = resolve(import.meta.dirname, '../../node_modules/kubernetes-types');
const output = resolve(import.meta.dirname, '../kind-wasm-shim/kubernetes/apiserver/schema/compact-schema.ts');

const roots: Readonly<Record<string, readonly string[]>> = {
  'core/v1': [
    'Binding',
    'ConfigMap',
    'Endpoints',
    'Event',
    'Namespace',
    'Node',
    'Pod',
    'Secret',
    'Service',
    'ServiceAccount',
  ],
  'apps/v1': ['DaemonSet', 'Deployment', 'ReplicaSet'],
  'authentication/v1': ['SelfSubjectReview'],
  'authorization/v1': ['SelfSubjectAccessReview'],
  'autoscaling/v1': ['Scale'],
  'batch/v1': ['Job'],
  'coordination/v1': ['Lease'],
  'meta/v1': ['DeleteOptions'],
  'policy/v1': ['Eviction', 'PodDisruptionBudget'],
  'rbac/v1': ['ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding'],
  'scheduling/v1': ['PriorityClass'],
};

/** What Kubernetes 1.32 has and the types of 1.30 do not. */
const additions: Readonly<Record<string, string>> = {
  'core/v1.PodSpec': 'resources:ResourceRequirements',
  'core/v1.Volume': 'image:ImageVolumeSource',
  'core/v1.PodSecurityContext': 'supplementalGroupsPolicy seLinuxChangePolicy',
  'core/v1.ContainerStatus': 'user* allocatedResourcesStatus[]*',
  'core/v1.NodeStatus': 'features*',
};
const addedTypes = { 'core/v1': ['ImageVolumeSource pullPolicy reference'] };

const files = new Map<string, ts.SourceFile>();
const lines = new Map<string, string[]>();
const done = new Set<string>();

for (const [file, names] of Object.entries(roots)) for (const name of names) addType(file, name);
for (const [file, added] of Object.entries(addedTypes)) lines.get(file)?.push(...added);
const text = [...lines].map(([file, found]) => `# ${file}\n${found.sort().join('\n')}\n`).join('');
writeFileSync(
  output,
  `// Made by src/tools/generate-api-schema.ts, where the notation is explained. Do not edit.\n\nexport const compactSchema = \`${text}\`;\n`,
);
console.log(`${done.size} types, ${text.length} characters`);

function sourceOf(file: string): ts.SourceFile {
  let source = files.get(file);
  if (!source) {
    const path = join(types, `${file}.d.ts`);
    source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
    files.set(file, source);
  }
  return source;
}

function addType(file: string, name: string): void {
  const key = `${file}.${name}`;
  if (done.has(key)) return;
  done.add(key);
  const declaration = sourceOf(file).statements.find(
    (statement): statement is ts.InterfaceDeclaration =>
      ts.isInterfaceDeclaration(statement) && statement.name.text === name,
  );
  if (!declaration) throw new Error(`expected an interface ${name} in kubernetes-types/${file}.d.ts, found none`);
  const fields = declaration.members.filter(ts.isPropertySignature).map((member) => {
    const field = member.name.getText().replaceAll('"', '');
    const isRequired = !member.questionToken && !['apiVersion', 'kind', 'metadata', 'spec', 'status'].includes(field);
    return `${isRequired ? '!' : ''}${field}${notation(file, field, member.type)}`;
  });
  const added = additions[key];
  const found = lines.get(file) ?? [];
  found.push([name, ...fields, ...(added ? [added] : [])].join(' '));
  lines.set(file, found);
}

function notation(file: string, field: string, type: ts.TypeNode | undefined): string {
  if (!type || type.kind === ts.SyntaxKind.StringKeyword) return isTime(field) ? '@' : '';
  if (type.kind === ts.SyntaxKind.NumberKeyword) return '#';
  if (type.kind === ts.SyntaxKind.BooleanKeyword) return '?';
  if (ts.isLiteralTypeNode(type)) return '';
  if (ts.isUnionTypeNode(type)) {
    return type.types.some(({ kind }) => kind === ts.SyntaxKind.NumberKeyword) ? '%' : '';
  }
  if (ts.isTypeLiteralNode(type)) {
    const index = type.members.find(ts.isIndexSignatureDeclaration);
    return index ? `{}${notation(file, '', index.type)}` : '*';
  }
  if (!ts.isTypeReferenceNode(type)) return '*';
  const name = type.typeName.getText();
  if (name === 'Array') return `[]${notation(file, '', type.typeArguments?.[0])}`;
  const home = homeOf(file, name);
  if (name === 'Quantity') return '~';
  if (name === 'Time' || name === 'MicroTime') return '@';
  if (name === 'IntOrString') return '%';
  if (name === 'RawExtension' || name === 'FieldsV1' || name === 'Patch') return '*';
  addType(home, name);
  return `:${home === file ? '' : `${home}.`}${name}`;
}

/** The file that a name comes from. */
function homeOf(file: string, name: string): string {
  for (const statement of sourceOf(file).statements) {
    if (!ts.isImportDeclaration(statement)) continue;
    const bindings = statement.importClause?.namedBindings;
    if (!bindings || !ts.isNamedImports(bindings)) continue;
    if (!bindings.elements.some((element) => element.name.text === name)) continue;
    const from = (statement.moduleSpecifier as ts.StringLiteral).text;
    return relative(types, resolve(join(types, dirname(file)), from));
  }
  return file;
}

function isTime(field: string): boolean {
  return /(Timestamp|Time)$/.test(field);
}
