import { expect, test } from 'vitest';
import { apiServer, ask } from './world.ts';

// Recorded: kubectl 1.32.3 create deployment web --image=busybox:1.35 --replicas=0 --port=80 -- sleep 3600
const deployment =
  'azhzAAoVCgdhcHBzL3YxEgpEZXBsb3ltZW50Es8BCh8KA3dlYhIAGgAiACoAMgA4AEIAWgoKA2FwcBIDd2ViEp0BCAASDAoKCgNhcHASA3dlYhqCAQoc' +
  'CgASABoAIgAqADIAOABCAFoKCgNhcHASA3dlYhJiEkQKB2J1c3lib3gSDGJ1c3lib3g6MS4zNRoFc2xlZXAaBDM2MDAqADIKCgAQABhQIgAqAEIAagBy' +
  'AIABAIgBAJABAKIBABoAMgBCAEoAUgBYAGAAaACCAQCKAQCaAQDCAQAiAgoAKAA4ABoMCAAQABgAIAAoADgAGgAiAA==';
// Recorded: kubectl 1.32.3 create secret generic s --from-literal=k=v
const secret = 'azhzAAoMCgJ2MRIGU2VjcmV0Eh0KEQoBcxIAGgAiACoAMgA4AEIAEgYKAWsSAXYaABoAIgA=';
// Recorded: kubectl 1.32.3 create service clusterip s --tcp=80:http
const service =
  'azhzAAoNCgJ2MRIHU2VydmljZRJmChsKAXMSABoAIgAqADIAOABCAFoICgNhcHASAXMSQwoeCgc4MC1odHRwEgNUQ1AYUCIKCAEQABoEaHR0cCgAEggK' +
  'A2FwcBIBcxoAIglDbHVzdGVySVA6AEIAUgBaAGAAaAAaAgoAGgAiAA==';
const headers = { 'content-type': 'application/vnd.kubernetes.protobuf' };

test('a deployment that kubectl writes as protobuf is the deployment that it means', () => {
  const { server } = apiServer();
  const path = '/apis/apps/v1/namespaces/default/deployments?fieldManager=kubectl-create&fieldValidation=Strict';
  const response = ask(server, 'POST', path, atob(deployment), headers);
  expect(response).toMatchObject({
    code: 201,
    body: {
      kind: 'Deployment',
      metadata: { name: 'web', labels: { app: 'web' } },
      spec: {
        replicas: 0,
        selector: { matchLabels: { app: 'web' } },
        template: {
          metadata: { creationTimestamp: null, labels: { app: 'web' } },
          spec: {
            containers: [
              {
                name: 'busybox',
                image: 'busybox:1.35',
                command: ['sleep', '3600'],
                ports: [{ containerPort: 80, protocol: 'TCP' }],
                resources: {},
                imagePullPolicy: 'IfNotPresent',
              },
            ],
          },
        },
      },
    },
  });
  // What Go would not have written in JSON is not there.
  const text = JSON.stringify(response.type === 'complete' ? response.body : '');
  expect(text).not.toMatch(/hostPort|"stdin"|"tty"|hostNetwork|nodeName|minReadySeconds|paused|workingDir/);
});

test('bytes arrive as base64, and a port by name stays a name', () => {
  const { server } = apiServer();
  expect(ask(server, 'POST', '/api/v1/namespaces/default/secrets', atob(secret), headers)).toMatchObject({
    code: 201,
    body: { kind: 'Secret', data: { k: 'dg==' }, type: 'Opaque' },
  });
  expect(ask(server, 'POST', '/api/v1/namespaces/default/services', atob(service), headers)).toMatchObject({
    code: 201,
    body: { spec: { ports: [{ name: '80-http', port: 80, protocol: 'TCP', targetPort: 'http' }], type: 'ClusterIP' } },
  });
});

test('protobuf that is cut short or changed anywhere is answered, never taken for something else than an object', () => {
  const { server } = apiServer();
  const whole = atob(deployment);
  const path = '/apis/apps/v1/namespaces/default/deployments?dryRun=All';
  for (let at = 0; at < whole.length; at++) {
    for (const body of [whole.slice(0, at), `${whole.slice(0, at)}\u00ff${whole.slice(at + 1)}`]) {
      const response = ask(server, 'POST', path, body, headers);
      expect(response.type).toBe('complete');
      expect([201, 400, 409, 422]).toContain(response.code);
    }
  }
});
