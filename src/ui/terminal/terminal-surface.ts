import '@xterm/xterm/css/xterm.css';
import { FitAddon } from '@xterm/addon-fit';
import { type ITheme, Terminal } from '@xterm/xterm';

export interface Surface {
  readonly terminal: Terminal;
  /** Fits the terminal to its box again. */
  fit(): void;
  dispose(): void;
}

/** Makes a terminal in a box of the page. Its colours follow the page's theme while it lives. */
export function openSurface(box: HTMLElement, screenReader: boolean): Surface {
  const terminal = new Terminal({
    convertEol: true,
    cursorBlink: false,
    fontFamily: property('--font-mono') || 'ui-monospace, monospace',
    fontSize: matchMedia('(max-width: 40rem)').matches ? 12 : 13,
    lineHeight: 1.3,
    scrollback: 5000,
    screenReaderMode: screenReader,
    minimumContrastRatio: 4.5,
    theme: theme(),
  });
  const addon = new FitAddon();
  terminal.loadAddon(addon);
  terminal.open(box);
  // Pastes arrive marked as such, so that their newlines are not keys.
  terminal.write('\x1b[?2004h');
  allowLeaving(terminal);
  const fitToBox = () => {
    if (box.offsetWidth > 0) addon.fit();
  };
  fitToBox();
  const resized = new ResizeObserver(fitToBox);
  resized.observe(box);
  const themed = new MutationObserver(() => {
    terminal.options.theme = theme();
  });
  themed.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  return {
    terminal,
    fit: fitToBox,
    dispose() {
      resized.disconnect();
      themed.disconnect();
      terminal.dispose();
    },
  };
}

/** Keeps the terminal from trapping the keyboard: Shift-Tab leaves it, and so does Tab right after Escape. Ctrl-C copies
 *  while something is selected. */
function allowLeaving(terminal: Terminal): void {
  let leaving = false;
  terminal.attachCustomKeyEventHandler((event) => {
    if (event.key === 'Tab' && (event.shiftKey || leaving)) return false;
    if (event.type === 'keydown' && event.key !== 'Shift') leaving = event.key === 'Escape';
    const isCopy = event.ctrlKey && event.key.toLowerCase() === 'c';
    return !(isCopy && terminal.hasSelection());
  });
}

function property(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** The terminal is dark in both themes; the page says how dark. */
function theme(): ITheme {
  const ink = property('--terminal-ink') || '#e4e2dc';
  return {
    background: property('--terminal-paper') || '#16181c',
    foreground: ink,
    cursor: ink,
    selectionBackground: '#4a5568',
    black: '#3b3f46',
    red: '#f0705a',
    green: '#3cc79c',
    yellow: '#f0b030',
    blue: '#5aaee8',
    magenta: '#e0a0c4',
    cyan: '#8acff4',
    white: '#e4e2dc',
    brightBlack: '#8d929b',
    brightRed: '#f58d7a',
    brightGreen: '#6fdcb8',
    brightYellow: '#f5c765',
    brightBlue: '#8ac6f0',
    brightMagenta: '#eabfd6',
    brightCyan: '#aedff8',
    brightWhite: '#ffffff',
  };
}
