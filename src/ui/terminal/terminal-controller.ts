import type { LabConnection } from 'kind-wasm-shim/hosts/browser/lab-connection.ts';
import type { LabMessage } from 'kind-wasm-shim/hosts/browser/lab-messages.ts';
import { commonStart } from 'kind-wasm-shim/shell/completion.ts';
import { readInput, type TerminalInput } from './keys.ts';
import { type EditedLine, type EditorKey, emptyLine, entered, insert, press, replace } from './line-editor.ts';
import { cellsOf, drawLine, listCandidates, type ScreenPlace } from './line-view.ts';

/** The side of xterm that this needs. */
export interface Screen {
  readonly cols: number;
  readonly rows: number;
  write(text: string): void;
}

export interface ControllerOptions {
  readonly screen: Screen;
  readonly connection: LabConnection;
  readonly history: readonly string[];
  /** Told when a line was entered. */
  readonly onHistory: (history: readonly string[]) => void;
  /** Told after every command: what was entered and what it wrote. */
  readonly onCommand: (command: string, output: string, status: number) => void;
}

/** A line that waits for the prompt. The last one of a paste is left there, to be looked at first. */
interface QueuedLine {
  readonly text: string;
  readonly enters: boolean;
  readonly done?: (status: number) => void;
}

const longestTwin = 20_000;
const continuation = '> ';

/** What happens between the keyboard, the screen and the lab: editing at the prompt, passing on what is typed to a
 *  command that runs, completing, and entering lines one after the other. */
export class TerminalController {
  private readonly options: ControllerOptions;
  private line: EditedLine;
  private place: ScreenPlace = { row: 0, column: 0 };
  /** While `stopping`, a command has been told to end, and what is typed is for the prompt. */
  private mode: 'starting' | 'prompt' | 'running' | 'stopping' | 'failed' = 'starting';
  /** The lines so far of a command that goes on. */
  private unfinished = '';
  /** Lines that wait for the prompt: the rest of a paste, or of a step. */
  private readonly queue: QueuedLine[] = [];
  private typed = '';
  private command = '';
  private output = '';
  private atLineStart = true;
  private readonly stopListening: () => void;

  constructor(options: ControllerOptions) {
    this.options = options;
    this.line = emptyLine(options.history);
    this.stopListening = options.connection.listen((message) => this.receive(message));
    if (options.connection.state === 'ready') this.showPrompt();
  }

  dispose(): void {
    this.stopListening();
  }

  get isRunning(): boolean {
    return this.mode === 'running' || this.mode === 'stopping';
  }

  /** What xterm hands over: keys, composed text, pastes. */
  take(data: string): void {
    for (const input of readInput(data)) {
      if (this.mode === 'prompt') void this.atPrompt(input);
      else if (this.isRunning) this.whileRunning(input);
    }
  }

  /** Enters lines as if they were typed, one after the other; the status of the last command. */
  run(text: string): Promise<number> {
    const lines = text.replace(/\r\n?/g, '\n').replace(/\n+$/, '').split('\n');
    return new Promise((resolve) => {
      lines.forEach((line, index) => {
        this.queue.push({ text: line, enters: true, ...(index === lines.length - 1 ? { done: resolve } : {}) });
      });
      this.nextFromQueue();
    });
  }

  interrupt(): void {
    this.dropQueue();
    if (this.isRunning) {
      this.write('^C\n');
      this.typed = '';
      this.mode = 'stopping';
      this.options.connection.interrupt();
    } else if (this.mode === 'prompt') {
      this.write('^C\n');
      this.unfinished = '';
      this.line = { ...entered({ ...this.line, text: '' }), killed: this.line.killed };
      this.showPrompt();
    }
  }

  /** Draws the prompt again, as after a change of the terminal's width. */
  redraw(): void {
    if (this.mode !== 'prompt') return;
    this.options.screen.write('\r\x1b[J');
    this.place = { row: 0, column: 0 };
    this.draw();
  }

  /** Everything anew, for a lab that starts over. */
  reset(): void {
    this.dropQueue();
    this.mode = 'starting';
    this.unfinished = '';
    this.typed = '';
    this.line = emptyLine(this.line.history);
    this.options.screen.write('\x1b[2J\x1b[3J\x1b[H');
    this.atLineStart = true;
  }

  private receive(message: LabMessage): void {
    if (message.type === 'ready') {
      this.showPrompt();
      // Lines may have been handed over while the cluster started.
      this.nextFromQueue();
    } else if (message.type === 'output') this.write(message.text);
    else if (message.type === 'failed') {
      this.mode = 'failed';
      this.dropQueue();
      this.write(`${this.atLineStart ? '' : '\n'}${message.failure.message}\n`);
    }
  }

  private async atPrompt(input: TerminalInput): Promise<void> {
    if (input.type === 'text') this.edit(insert(this.line, input.text));
    else if (input.type === 'paste') this.paste(input.text);
    else await this.promptKey(input.key);
  }

  private async promptKey(key: EditorKey): Promise<void> {
    switch (key) {
      case 'enter':
        this.enter(undefined);
        break;
      case 'interrupt':
        this.interrupt();
        break;
      case 'endOfInput':
        if (this.line.text !== '') this.edit(press(this.line, 'delete'));
        else {
          this.edit(insert(this.line, 'exit'));
          this.enter(undefined);
        }
        break;
      case 'clear':
        this.options.screen.write('\x1b[2J\x1b[H');
        this.place = { row: 0, column: 0 };
        this.draw();
        break;
      case 'skip':
        this.edit(press(this.line, 'right'));
        break;
      case 'tab':
        await this.complete();
        break;
      default:
        this.edit(press(this.line, key));
    }
  }

  private paste(text: string): void {
    const lines = text.replace(/\r\n?/g, '\n').split('\n');
    const [first = '', ...rest] = lines;
    this.edit(insert(this.line, first));
    if (rest.length === 0) return;
    const last = rest.pop() ?? '';
    for (const line of rest) this.queue.push({ text: line, enters: true });
    if (last !== '') this.queue.push({ text: last, enters: false });
    this.enter(undefined);
  }

  private whileRunning(input: TerminalInput): void {
    if (input.type === 'text') this.echo(input.text);
    else if (input.type === 'paste') {
      for (const [index, text] of input.text.replace(/\r\n?/g, '\n').split('\n').entries()) {
        if (index > 0) this.sendTyped();
        this.echo(text);
      }
    } else if (input.key === 'enter') this.sendTyped();
    else if (input.key === 'interrupt') this.interrupt();
    else if (input.key === 'skip') this.options.connection.skip();
    else if (input.key === 'endOfInput' && this.typed === '') this.options.connection.endInput();
    else if (input.key === 'backspace' && this.typed !== '') {
      const last = [...new Intl.Segmenter().segment(this.typed)].pop()?.segment ?? '';
      this.typed = this.typed.slice(0, this.typed.length - last.length);
      this.output = this.output.slice(0, this.output.length - last.length);
      this.options.screen.write('\b \b'.repeat(cellsOf(last)));
    }
  }

  private echo(text: string): void {
    this.typed += text;
    this.write(text);
  }

  private sendTyped(): void {
    if (this.mode === 'stopping') this.queue.push({ text: this.typed, enters: true });
    else this.options.connection.input(`${this.typed}\n`);
    this.typed = '';
    this.write('\n');
  }

  private enter(done: ((status: number) => void) | undefined): void {
    const { text } = this.line;
    this.line = { ...this.line, search: undefined, cursor: text.length };
    this.draw();
    this.write('\n');
    this.line = entered(this.line);
    this.options.onHistory(this.line.history);
    this.command = this.unfinished + text;
    this.output = '';
    this.mode = 'running';
    this.options.connection.run(this.command).then(
      ({ outcome, status }) => {
        if (outcome === 'incomplete') this.unfinished = `${this.command}\n`;
        else {
          this.unfinished = '';
          this.options.onCommand(this.command, this.output, status);
        }
        this.showPrompt();
        done?.(status);
        this.nextFromQueue();
      },
      () => done?.(1),
    );
  }

  private nextFromQueue(): void {
    if (this.mode !== 'prompt') return;
    const next = this.queue.shift();
    if (!next) return;
    this.edit({ ...this.line, text: '', cursor: 0, search: undefined });
    this.edit(insert(this.line, next.text));
    if (next.enters) this.enter(next.done);
  }

  private dropQueue(): void {
    for (const { done } of this.queue.splice(0)) done?.(130);
  }

  private async complete(): Promise<void> {
    const asked = this.line;
    const { start, end, candidates } = await this.options.connection.complete(asked.text, asked.cursor);
    // What was typed meanwhile wins.
    if (this.line !== asked || candidates.length === 0 || this.mode !== 'prompt') return;
    const texts = candidates.map(({ text }) => text);
    const common = texts.length === 1 ? (texts[0] as string) : commonStart(texts).trimEnd();
    if (common.length > end - start) {
      this.edit(replace(asked, start, end, common));
      return;
    }
    if (texts.length === 1) return;
    this.edit({ ...asked, cursor: asked.text.length });
    this.options.screen.write(
      `\r\n${listCandidates(
        candidates.map(({ label }) => label),
        this.options.screen.cols,
      )}`,
    );
    this.place = { row: 0, column: 0 };
    this.edit({ ...this.line, cursor: asked.cursor });
  }

  private showPrompt(): void {
    this.mode = 'prompt';
    // A line that was begun while the command ran goes on at the prompt.
    if (this.typed !== '') this.queue.push({ text: this.typed, enters: false });
    this.typed = '';
    if (!this.atLineStart) this.write('\n');
    this.place = { row: 0, column: 0 };
    this.draw();
  }

  private edit(line: EditedLine): void {
    this.line = line;
    this.draw();
  }

  private draw(): void {
    const { text, cursor, search } = this.line;
    const usual = this.unfinished === '' ? this.options.connection.prompt : continuation;
    const prompt = search === undefined ? usual : `(reverse-i-search)\`${search}': `;
    const drawn = drawLine(prompt, text, cursor, this.options.screen.cols, this.place);
    this.place = drawn.place;
    this.options.screen.write(drawn.output);
  }

  private write(text: string): void {
    if (text === '') return;
    this.options.screen.write(text);
    this.atLineStart = text.endsWith('\n');
    this.output = (this.output + text).slice(-longestTwin);
  }
}
