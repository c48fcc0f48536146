import './lab-terminal.css';
import type { LabConnection } from 'kind-wasm-shim/hosts/browser/lab-connection.ts';
import type { LabFailure } from 'kind-wasm-shim/hosts/browser/lab-messages.ts';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Language } from '../../projections/language.ts';
import { readHistory, writeHistory } from './history-store.ts';
import { TerminalController } from './terminal-controller.ts';
import type { Surface } from './terminal-surface.ts';
import { clockText, terminalWords } from './terminal-words.ts';

/** What a lab page can do with its terminal. */
export interface LabTerminalHandle {
  /** Opens the terminal if it is closed, enters the lines one after the other, and gives the last status. */
  run(text: string): Promise<number>;
  interrupt(): void;
  focus(): void;
  /** A new cluster and a new shell, as the button does, without asking. */
  startOver(): void;
}

export interface LabTerminalProps {
  readonly language: Language;
  readonly connection: LabConnection;
  /** Opens at once, without the button. */
  readonly autoOpen?: boolean;
  /** Told once, when the component is there. */
  readonly onHandle?: (handle: LabTerminalHandle) => void;
}

type Phase = 'closed' | 'loading' | 'open' | 'notLoaded';

/** A terminal at the workstation of a lab's cluster. Until it is opened it is a picture of a prompt and a button, and
 *  nothing of it is loaded. */
export function LabTerminal({ language, connection, autoOpen = false, onHandle }: LabTerminalProps) {
  const words = terminalWords[language];
  const box = useRef<HTMLDivElement>(null);
  const parts = useRef<{ surface: Surface; controller: TerminalController } | undefined>(undefined);
  const opening = useRef<Promise<void> | undefined>(undefined);
  const [phase, setPhase] = useState<Phase>('closed');
  const [clock, setClock] = useState({ atMs: 0, running: false });
  const [failure, setFailure] = useState<LabFailure>();
  const [last, setLast] = useState({ command: '', output: '' });
  const [screenReader, setScreenReader] = useState(false);

  const open = (): Promise<void> => {
    opening.current ??= load();
    return opening.current;
  };

  const load = async () => {
    setPhase('loading');
    connection.open();
    try {
      const { openSurface } = await import('./terminal-surface.ts');
      if (!box.current) return;
      const surface = openSurface(box.current, screenReader);
      const { terminal } = surface;
      const controller = new TerminalController({
        screen: terminal,
        connection,
        history: readHistory(connection.bootstrap.slug),
        onHistory: (history) => writeHistory(connection.bootstrap.slug, history),
        onCommand: (command, output) => setLast({ command, output }),
      });
      terminal.onData((data) => controller.take(data));
      terminal.onResize(({ cols, rows }) => {
        connection.resize(cols, rows);
        controller.redraw();
      });
      connection.resize(terminal.cols, terminal.rows);
      parts.current = { surface, controller };
      setPhase('open');
      terminal.focus();
    } catch {
      opening.current = undefined;
      setPhase('notLoaded');
    }
  };

  const restart = () => {
    setFailure(undefined);
    parts.current?.controller.reset();
    connection.restart();
    const size = parts.current?.surface.terminal;
    if (size) connection.resize(size.cols, size.rows);
    size?.focus();
  };

  useEffect(() => {
    const stop = connection.listen((message) => {
      if (message.type === 'time') setClock({ atMs: message.atMs, running: message.running });
      if (message.type === 'ready') setClock({ atMs: message.atMs, running: false });
      if (message.type === 'failed') setFailure(message.failure);
    });
    onHandle?.({
      run: async (text) => {
        await open();
        const status = await parts.current?.controller.run(text);
        return status ?? 1;
      },
      interrupt: () => parts.current?.controller.interrupt(),
      focus: () => parts.current?.surface.terminal.focus(),
      startOver: restart,
    });
    if (autoOpen) void open();
    return () => {
      stop();
      parts.current?.controller.dispose();
      parts.current?.surface.dispose();
    };
  }, [connection]);

  const isOpen = phase === 'open';
  return (
    <section class="lab-terminal" aria-label={words.title} data-phase={phase}>
      <div class="lab-terminal-screen">
        <div class="lab-terminal-box" ref={box} hidden={phase === 'closed' || phase === 'notLoaded'} />
        {phase !== 'open' && (
          <FirstFrame words={words} phase={phase} prompt={firstPrompt(connection)} onOpen={() => void open()} />
        )}
        {failure && (
          <div class="lab-terminal-failure" role="alert">
            <p>{words.failed(failure.scenario, failure.seed, (failure.atMs / 1000).toFixed(3))}</p>
            <p>
              <code>{failure.message}</code>
            </p>
            <button type="button" onClick={restart}>
              {words.again}
            </button>
          </div>
        )}
      </div>
      <div class="lab-terminal-bar">
        <span class="lab-terminal-clock" title={words.virtualTime}>
          <span class="lab-terminal-clock-name">{words.virtualTime} </span>
          {clockText(clock.atMs)}
        </span>
        <button
          type="button"
          disabled={!isOpen || !clock.running}
          onClick={() => {
            connection.skip();
            parts.current?.surface.terminal.focus();
          }}
        >
          {words.skip} <kbd>{words.skipKey}</kbd>
        </button>
        <button
          type="button"
          disabled={!isOpen || !clock.running}
          onClick={() => parts.current?.controller.interrupt()}
        >
          {words.interrupt} <kbd>Ctrl-C</kbd>
        </button>
        <button
          type="button"
          disabled={!isOpen}
          onClick={() => {
            if (confirm(words.restartAsk)) restart();
          }}
        >
          {words.restart}
        </button>
        <label>
          <input
            type="checkbox"
            checked={screenReader}
            onChange={({ currentTarget }) => {
              setScreenReader(currentTarget.checked);
              const terminal = parts.current?.surface.terminal;
              if (terminal) terminal.options.screenReaderMode = currentTarget.checked;
            }}
          />
          {words.screenReader}
        </label>
      </div>
      <p class="lab-terminal-help">{words.help}</p>
      {last.command !== '' && (
        <div class="lab-terminal-twin">
          <p>{words.lastCommand}</p>
          <pre>{`$ ${last.command}\n${plainText(last.output)}`}</pre>
        </div>
      )}
    </section>
  );
}

interface FirstFrameProps {
  readonly words: (typeof terminalWords)[Language];
  readonly phase: Phase;
  readonly prompt: string;
  readonly onOpen: () => void;
}

function FirstFrame({ words, phase, prompt, onOpen }: FirstFrameProps) {
  return (
    <div class="lab-terminal-first">
      <pre aria-hidden="true">{prompt}</pre>
      {phase === 'notLoaded' && <p role="alert">{words.notLoaded}</p>}
      {phase === 'loading' ? (
        <p role="status">{words.opening}</p>
      ) : (
        <button type="button" onClick={onOpen}>
          {phase === 'notLoaded' ? words.again : words.open}
        </button>
      )}
      <noscript>{words.noScript}</noscript>
    </div>
  );
}

function firstPrompt(connection: LabConnection): string {
  return `root@workstation:${connection.bootstrap.cwd.replace(/^\/root/, '~')}# `;
}

/** Output without the sequences that colour it or move the cursor. */
function plainText(output: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what is left out
  return output.replace(/\x1b\[[0-9;?]*[A-Za-z]/g, '');
}
