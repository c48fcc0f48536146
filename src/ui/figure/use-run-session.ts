import { FigureClient, type FigureWorker } from 'kind-wasm-shim/hosts/browser/figure-client.ts';
import type { FigureFailure } from 'kind-wasm-shim/hosts/browser/figure-worker.ts';
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Moment } from '../../projections/timeline.ts';

/** A finished run, as far as a session cares. */
interface SessionRun<AMoment extends Moment, Ends> {
  readonly moments: readonly AMoment[];
  readonly lastIndex: number;
  /** What a changed future is compared with. */
  ends(): Ends;
}

/** How the settings of a kind of figure become a run. */
export interface SessionKind<Settings, Asked extends object, Answer, Made> {
  startWorker(): FigureWorker;
  runOf(settings: Settings): Asked;
  made(settings: Settings, answer: Answer): Made;
  /** Settings to run with in the place of these, now that their answer is known; undefined when the answer is to be shown. */
  instead?(settings: Settings, answer: Answer): Settings | undefined;
  /** The moment that a figure opens at. */
  opening(moments: readonly Moment[]): number;
  /** Whether other settings tell another story, which the present one cannot be compared with. */
  isOtherStory(settings: Settings, now: Settings): boolean;
}

/** Where to look in a run that has just come. */
export type ChooseMoment<Made> = (made: Made) => number;

/** A figure's settings, the run that they lead to, and the place in it that is looked at. */
export interface RunSession<Settings, Made, AMoment, Ends> {
  readonly settings: Settings;
  /** Undefined until the reader first shows interest: before that the first frame is all there is. */
  readonly run: Made | undefined;
  readonly moments: readonly AMoment[];
  readonly cursor: number;
  /** How the run ended before the reader changed something. */
  readonly ghost: Ends | undefined;
  readonly busy: boolean;
  readonly failure: FigureFailure | undefined;
  /** Loads the run that the first frame is taken from. */
  readonly wake: () => void;
  readonly move: (index: number) => void;
  /** Runs with other settings and stays at the same place as far as there is one. */
  readonly change: (settings: Settings, choose?: ChooseMoment<Made>) => void;
  /** Starts over with settings that have nothing to do with the present ones. */
  readonly open: (settings: Settings, choose: ChooseMoment<Made>) => void;
  readonly retry: () => void;
}

/** Keeps a figure's settings and has its worker run them. Each answer replaces the run that is shown; until there is one, the
 *  first frame stands. */
export function useRunSession<
  Settings,
  Asked extends object,
  Answer,
  AMoment extends Moment,
  Ends,
  Made extends SessionRun<AMoment, Ends>,
>(
  kind: SessionKind<Settings, Asked, Answer, Made>,
  usual: () => Settings,
  first: { readonly moments: readonly AMoment[]; readonly cursor: number },
): RunSession<Settings, Made, AMoment, Ends> {
  const [settings, setSettings] = useState<Settings>(usual);
  const [run, setRun] = useState<Made>();
  const [cursor, setCursor] = useState(first.cursor);
  const [ghost, setGhost] = useState<Ends>();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<FigureFailure>();

  // What comes from the worker meets the latest state, not the one in which it was asked for.
  const latest = useRef({ settings, run, cursor });
  latest.current = { settings, run, cursor };
  const client = useRef<FigureClient<Asked, Answer> | undefined>(undefined);
  const settingsOf = useRef(new WeakMap<Asked, Settings>());
  const lastAsked = useRef<Asked | undefined>(undefined);
  const nextMoment = useRef<ChooseMoment<Made> | undefined>(undefined);
  useEffect(() => () => client.current?.close(), []);

  const ask = useCallback((wanted: Settings) => {
    client.current ??= new FigureClient<Asked, Answer>(kind.startWorker, (asked, outcome) => {
      const isLast = asked === lastAsked.current;
      if (isLast) setBusy(false);
      if ('failure' in outcome) return setFailure(isLast ? outcome.failure : undefined);
      const of = settingsOf.current.get(asked) ?? latest.current.settings;
      const instead = isLast ? kind.instead?.(of, outcome.result) : undefined;
      if (instead !== undefined) {
        setSettings(instead);
        return ask(instead);
      }
      const made = kind.made(of, outcome.result);
      const { run: before, cursor: at } = latest.current;
      const choose = (isLast && nextMoment.current) || samePlace(kind, before?.moments ?? first.moments, at);
      if (isLast) nextMoment.current = undefined;
      setFailure(undefined);
      setRun(made);
      setCursor(Math.max(0, Math.min(made.lastIndex, choose(made))));
    });
    const asked = kind.runOf(wanted);
    settingsOf.current.set(asked, wanted);
    lastAsked.current = asked;
    setBusy(true);
    client.current.run(asked);
  }, []);

  const wake = useCallback(() => {
    if (!client.current) ask(latest.current.settings);
  }, [ask]);
  const start = (next: Settings, choose: ChooseMoment<Made> | undefined) => {
    nextMoment.current = choose;
    setSettings(next);
    ask(next);
  };
  return {
    ...{ settings, run, cursor, ghost, busy, failure, wake },
    moments: run?.moments ?? first.moments,
    move(index) {
      const { run: now } = latest.current;
      if (now) return setCursor(Math.max(0, Math.min(now.lastIndex, index)));
      nextMoment.current = () => index;
      wake();
    },
    change(next, choose) {
      const { run: now } = latest.current;
      if (kind.isOtherStory(next, settings)) setGhost(undefined);
      else if (now) setGhost((kept) => kept ?? now.ends());
      start(next, choose);
    },
    open(next, choose) {
      setGhost(undefined);
      start(next, choose);
    },
    retry: () => ask(settings),
  };
}

/** Where to look in a changed run: at the end if the end was shown, else as far from the opening moment as before. */
function samePlace<Made extends SessionRun<Moment, unknown>>(
  { opening }: Pick<SessionKind<never, never, never, Made>, 'opening'>,
  before: readonly Moment[],
  at: number,
): ChooseMoment<Made> {
  return (made) => {
    if (at >= before.length - 1) return made.lastIndex;
    const openingNow = opening(made.moments);
    const openingBefore = opening(before);
    return at < openingBefore ? Math.min(at, openingNow) : openingNow + at - openingBefore;
  };
}
