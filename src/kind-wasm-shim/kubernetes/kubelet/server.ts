import { Channel } from '../../kernel/channel.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { epochMs } from '../api/meta.ts';
import type { ContainerLogOptions, NodeEndpoint } from '../apiserver/node-registry.ts';
import type { ApiResponse } from '../apiserver/request.ts';
import type { LogLine } from '../cri/container-output.ts';
import type { Kubelet } from './kubelet.ts';

const headers = { 'content-type': 'text/plain' };

/** The part of a kubelet that the API server talks to.
 *  @models pkg/kubelet/server/server.go Server.getContainerLogs */
export function kubeletEndpoint(kernel: Kernel, kubelet: Kubelet): NodeEndpoint {
  return {
    containerLogs(namespace, pod, container, options): ApiResponse {
      const output = kubelet.containerOutput(namespace, pod, container, options.previous);
      const first = selected(output.lines, options, kernel.nowMs);
      const text = first.map((line) => format(line, options)).join('');
      if (!options.follow || !output.isOpen) {
        return { type: 'complete', code: 200, headers, body: limited(text, options.limitBytes) };
      }
      const chunks = new Channel<string>(kernel);
      let rest = options.limitBytes ?? Number.POSITIVE_INFINITY;
      const send = (more: string) => {
        const sent = more.slice(0, rest);
        rest -= sent.length;
        if (sent !== '') chunks.offer(sent);
      };
      send(text);
      const stop = output.listen((line) => {
        if (line) send(format(line, options));
        if (!line || rest <= 0) chunks.close();
      });
      const close = () => {
        stop();
        chunks.close();
      };
      return { type: 'stream', code: 200, headers, chunks, close };
    },
  };
}

function selected(lines: readonly LogLine[], options: ContainerLogOptions, nowMs: number): readonly LogLine[] {
  const { sinceSeconds, sinceTime, tailLines } = options;
  let fromMs = Number.NEGATIVE_INFINITY;
  if (sinceSeconds !== undefined) fromMs = nowMs - sinceSeconds * 1000;
  if (sinceTime !== undefined) fromMs = Date.parse(sinceTime) - epochMs;
  const recent = lines.filter(({ atMs }) => atMs >= fromMs);
  return tailLines === undefined || tailLines < 0 ? recent : recent.slice(Math.max(0, recent.length - tailLines));
}

function format({ atMs, text }: LogLine, { timestamps }: ContainerLogOptions): string {
  const time = new Date(epochMs + atMs).toISOString().replace('Z', '000000Z');
  return timestamps ? `${time} ${text}\n` : `${text}\n`;
}

function limited(text: string, limitBytes: number | undefined): string {
  return limitBytes === undefined ? text : text.slice(0, limitBytes);
}
