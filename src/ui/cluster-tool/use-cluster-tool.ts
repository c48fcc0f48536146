import {
  type DeschedulerVersion,
  deschedulerVersions,
} from 'kind-wasm-shim/kubernetes/descheduler/framework/release.ts';
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Language } from '../../projections/language.ts';
import { keepSettings, loadSettings, type ToolSettings, usualSettings } from './kept-settings.ts';
import { policyInAddress } from './policy-link.ts';
import { Cancelled, WorkerClient, WorkerDied } from './worker-client.ts';
import type {
  BroughtFile,
  ClusterFacts,
  PolicyCheck,
  ReadOutcome,
  ReadProgress,
  RunKey,
  RunOutcome,
  RunProgress,
} from './worker-messages.ts';

/** Where the page is with the cluster. */
export type ClusterPhase =
  | { readonly kind: 'empty'; readonly note?: 'cancelled' | undefined }
  | { readonly kind: 'reading'; readonly progress: ReadProgress | undefined }
  | { readonly kind: 'problems'; readonly outcome: Extract<ReadOutcome, { ok: false }> }
  | { readonly kind: 'ready'; readonly facts: ClusterFacts; readonly name: string }
  | { readonly kind: 'died'; readonly message: string; readonly wasLoaded: boolean };

/** What became of one policy in one release. */
export interface RunState {
  readonly key: RunKey;
  /** What was run, to tell whether it is what stands in the editor now. */
  readonly tried: string;
  readonly busy: boolean;
  readonly progress: RunProgress | undefined;
  readonly outcome: RunOutcome | undefined;
  /** Rises with each run, so that lists know to ask anew. */
  readonly revision: number;
}

export type Slot = 'a' | 'b';

/** The name of a run among the runs. */
export function runName({ slot, version }: RunKey): string {
  return `${slot} ${version}`;
}

/** The release that is not this one. */
export function otherVersion(version: DeschedulerVersion): DeschedulerVersion {
  return deschedulerVersions.find((other) => other !== version) ?? version;
}

/** What a run depends on, as a text. */
export function triedText(settings: ToolSettings, slot: Slot): string {
  return JSON.stringify([settings.policies[slot], settings.options]);
}

/** Everything that the page of the tool keeps: settings, the worker, the cluster's state, the runs. */
export function useClusterTool(language: Language) {
  const [settings, setSettings] = useState<ToolSettings>(usualSettings);
  const [note, setNote] = useState<'forbidden' | 'fromLink' | 'badLink'>();
  const [phase, setPhase] = useState<ClusterPhase>({ kind: 'empty' });
  const [runs, setRuns] = useState<ReadonlyMap<string, RunState>>(new Map());
  const [checks, setChecks] = useState<Readonly<Record<Slot, PolicyCheck | undefined>>>({ a: undefined, b: undefined });
  const [failure, setFailure] = useState<string>();
  const [ready, setReady] = useState(false);
  const client = useRef<WorkerClient>();
  const reading = useRef<AbortController>();
  const running = useRef<AbortController>();

  const worker = useCallback((): WorkerClient => {
    if (client.current) return client.current;
    const started = new WorkerClient(startWorker(), ({ message, hadAnswered }) => {
      client.current = undefined;
      setRuns(new Map());
      setPhase({ kind: 'died', message, wasLoaded: hadAnswered });
    });
    client.current = started;
    void started.call('start', { language }).catch(() => {});
    return started;
  }, [language]);

  const fail = useCallback((error: unknown) => {
    if (error instanceof Cancelled || error instanceof WorkerDied) return;
    setFailure(error instanceof Error ? error.message : String(error));
  }, []);

  useEffect(() => {
    const { settings: kept, keeps } = loadSettings();
    const fromLink = policyInAddress(location.hash);
    const isPolicy = fromLink !== undefined && fromLink !== 'unreadable';
    setSettings(isPolicy ? { ...kept, policies: { ...kept.policies, a: fromLink } } : kept);
    if (fromLink !== undefined) setNote(isPolicy ? 'fromLink' : 'badLink');
    else if (!keeps) setNote('forbidden');
    setReady(true);
    return () => client.current?.close();
  }, []);

  const change = useCallback((next: ToolSettings) => {
    setSettings(next);
    if (!keepSettings(next)) setNote('forbidden');
  }, []);

  const take = useCallback((outcome: ReadOutcome, name: string) => {
    setRuns(new Map());
    setPhase(outcome.ok ? { kind: 'ready', facts: outcome.facts, name } : { kind: 'problems', outcome });
  }, []);

  const lastName = useRef('');
  const read = useCallback(
    async (what: readonly BroughtFile[] | 'sample', name: string) => {
      reading.current?.abort();
      running.current?.abort();
      const controller = new AbortController();
      reading.current = controller;
      lastName.current = name;
      setFailure(undefined);
      setRuns(new Map());
      setPhase({ kind: 'reading', progress: undefined });
      const options = {
        signal: controller.signal,
        onProgress: (progress: unknown) => setPhase({ kind: 'reading', progress: progress as ReadProgress }),
      };
      try {
        const outcome =
          what === 'sample'
            ? await worker().call('readSample', undefined, options)
            : await worker().call('read', { files: what }, options);
        take(outcome, name);
      } catch (error) {
        if (error instanceof WorkerDied) return;
        setPhase({ kind: 'empty', note: error instanceof Cancelled ? 'cancelled' : undefined });
        fail(error);
      }
    },
    [worker, take, fail],
  );

  const goOn = useCallback(async () => {
    try {
      take(await worker().call('continueWithRest', undefined), lastName.current);
    } catch (error) {
      fail(error);
    }
  }, [worker, take, fail]);

  const setRun = useCallback((key: RunKey, update: (before: RunState | undefined) => RunState) => {
    setRuns((before) => new Map(before).set(runName(key), update(before.get(runName(key)))));
  }, []);

  const run = useCallback(
    async (key: RunKey, asked: ToolSettings) => {
      const policy = asked.policies[key.slot];
      if (policy === undefined) return;
      running.current ??= new AbortController();
      const { signal } = running.current;
      const tried = triedText(asked, key.slot);
      const now = { key, tried, busy: true, progress: undefined };
      setRun(key, (before) => ({ ...now, outcome: before?.outcome, revision: before?.revision ?? 0 }));
      const onProgress = (progress: unknown) =>
        setRun(key, (before) => ({
          revision: 0,
          outcome: undefined,
          ...before,
          ...now,
          progress: progress as RunProgress,
        }));
      try {
        const outcome = await worker().call('run', { key, policy, options: asked.options }, { signal, onProgress });
        setRun(key, (before) => ({ ...now, busy: false, outcome, revision: (before?.revision ?? 0) + 1 }));
      } catch (error) {
        setRun(key, (before) => ({ revision: 0, outcome: undefined, ...before, ...now, busy: false }));
        fail(error);
      }
    },
    [worker, setRun, fail],
  );

  const cancelRuns = useCallback(() => {
    running.current?.abort();
    running.current = undefined;
  }, []);

  // A policy is checked while it is being written, once the keys rest.
  useEffect(() => {
    if (!ready) return undefined;
    const timer = setTimeout(() => {
      for (const slot of ['a', 'b'] as const) {
        const text = settings.policies[slot];
        if (text === undefined) continue;
        // What nobody has touched needs no worker, which is larger than the page.
        if (!client.current && text === usualSettings.policies.a) continue;
        worker()
          .call('checkPolicy', { text, version: settings.version })
          .then((check) => setChecks((before) => ({ ...before, [slot]: check })))
          .catch(fail);
      }
    }, 300);
    return () => clearTimeout(timer);
  }, [ready, settings.policies.a, settings.policies.b, settings.version, phase.kind === 'ready', worker, fail]);

  return useMemo(
    () => ({
      ...{ settings, note, phase, runs, checks, failure, ready, worker, change, read, goOn, run, cancelRuns },
      cancelReading: () => reading.current?.abort(),
      forget: () => {
        cancelRuns();
        setRuns(new Map());
        setPhase({ kind: 'empty' });
      },
      dismiss: () => setFailure(undefined),
      dismissNote: () => setNote(undefined),
    }),
    [settings, note, phase, runs, checks, failure, ready, worker, change, read, goOn, run, cancelRuns],
  );
}

export type ClusterTool = ReturnType<typeof useClusterTool>;

function startWorker(): Worker {
  return new Worker(new URL('./cluster.worker.ts', import.meta.url), { type: 'module' });
}
