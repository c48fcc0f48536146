import { expect, test } from 'vitest';
import { apiServer, ask } from './world.ts';

function body(response: ReturnType<typeof ask>): Record<string, unknown> {
  if (response.type !== 'complete') throw new Error(`expected a complete answer, found ${response.type}`);
  return response.body as Record<string, unknown>;
}

test('both kinds of discovery list the same resources', () => {
  const { server } = apiServer();
  const accept = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json';
  const aggregated = ['/api', '/apis'].flatMap((path) => {
    const { items } = body(ask(server, 'GET', path, '', { accept })) as {
      items: {
        metadata: { name?: string };
        versions: { version: string; resources: { resource: string; subresources?: { subresource: string }[] }[] }[];
      }[];
    };
    return items.flatMap(({ metadata: { name }, versions }) =>
      versions.flatMap(({ version, resources }) =>
        resources.flatMap(({ resource, subresources = [] }) => {
          const parts = subresources.map(({ subresource }) => `${resource}/${subresource}`);
          return [resource, ...parts].map((each) => `${name ?? ''} ${version} ${each}`);
        }),
      ),
    );
  });
  const { groups } = body(ask(server, 'GET', '/apis')) as {
    groups: { name: string; versions: { version: string }[] }[];
  };
  const one = [{ name: '', versions: [{ version: 'v1' }] }, ...groups].flatMap(({ name, versions }) =>
    versions.flatMap(({ version }) => {
      const path = name === '' ? `/api/${version}` : `/apis/${name}/${version}`;
      const { resources } = body(ask(server, 'GET', path)) as { resources: { name: string }[] };
      return resources.map((resource) => `${name} ${version} ${resource.name}`);
    }),
  );
  expect(aggregated.sort()).toEqual(one.sort());
  expect(one).toContain('apps v1 deployments/scale');
});

test('every kind that can be patched says in OpenAPI that it checks fields, which kubectl looks for before it applies', () => {
  const { server } = apiServer();
  const { paths } = body(ask(server, 'GET', '/openapi/v3')) as { paths: Record<string, { serverRelativeURL: string }> };
  const found: string[] = [];
  for (const { serverRelativeURL } of Object.values(paths)) {
    const document = body(ask(server, 'GET', serverRelativeURL)) as {
      paths: Record<
        string,
        { patch?: { parameters: { name: string }[]; 'x-kubernetes-group-version-kind': { kind: string } } }
      >;
    };
    for (const { patch } of Object.values(document.paths)) {
      if (patch?.parameters.some(({ name }) => name === 'fieldValidation'))
        found.push(patch['x-kubernetes-group-version-kind'].kind);
    }
  }
  const patchable = server.strategies.filter(({ verbs }) => verbs.includes('patch')).map(({ kind }) => kind);
  expect(found.sort()).toEqual([...patchable].sort());
});

test('OpenAPI says how lists merge and refers to nothing that it does not hold', () => {
  const { server } = apiServer();
  const document = body(ask(server, 'GET', '/openapi/v3/apis/apps/v1')) as {
    components: { schemas: Record<string, { properties: Record<string, Record<string, unknown>> }> };
  };
  const { schemas } = document.components;
  expect(schemas['io.k8s.api.core.v1.PodSpec']?.properties.containers).toMatchObject({
    'x-kubernetes-patch-merge-key': 'name',
    'x-kubernetes-patch-strategy': 'merge',
  });
  const references = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(
    ([, name]) => name,
  );
  expect(references.filter((name) => name === undefined || schemas[name] === undefined)).toEqual([]);
});

test('a resource that nobody knows is a Status in a known group and a plain 404 elsewhere', () => {
  const { server } = apiServer();
  expect(ask(server, 'GET', '/apis/apps/v1/namespaces/default/widgets')).toMatchObject({
    code: 404,
    body: { kind: 'Status', message: 'the server could not find the requested resource' },
  });
  expect(ask(server, 'GET', '/apis/example.com/v1/widgets')).toMatchObject({ code: 404, body: '404 page not found\n' });
});
