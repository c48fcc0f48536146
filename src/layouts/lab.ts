const splitKey = 'podlab:lab-split';
const usualSplit = 42;
const smallStep = 2;
const largeStep = 10;

/** The two halves of a lab page. The separator between them is moved by pointer, by arrow keys, and by Home and End;
 *  Enter or a double click puts it back. Its place, in percent of the width, is remembered for all labs. */
class PodlabLab extends HTMLElement {
  connectedCallback(): void {
    const separator = this.querySelector<HTMLElement>('.lab-separator');
    if (separator === null) throw new Error('podlab-lab: expected .lab-separator inside it; see LabLayout.astro');
    const min = Number(separator.getAttribute('aria-valuemin'));
    const max = Number(separator.getAttribute('aria-valuemax'));

    const place = (percent: number): void => {
      const split = Math.min(max, Math.max(min, Math.round(percent)));
      separator.setAttribute('aria-valuenow', String(split));
      document.documentElement.style.setProperty('--lab-split', String(split));
      remember(split);
    };
    const now = (): number => Number(separator.getAttribute('aria-valuenow'));

    place(remembered() ?? usualSplit);
    separator.addEventListener('dblclick', () => place(usualSplit));
    separator.addEventListener('keydown', (event) => {
      const step = event.shiftKey ? largeStep : smallStep;
      const moves: Record<string, number> = {
        ArrowLeft: now() - step,
        ArrowRight: now() + step,
        Home: min,
        End: max,
        Enter: usualSplit,
      };
      const to = moves[event.key];
      if (to === undefined) return;
      event.preventDefault();
      place(to);
    });
    separator.addEventListener('pointerdown', (event) => {
      separator.setPointerCapture(event.pointerId);
      event.preventDefault();
      separator.focus();
    });
    separator.addEventListener('pointermove', (event) => {
      if (!separator.hasPointerCapture(event.pointerId)) return;
      place((event.clientX / document.documentElement.clientWidth) * 100);
    });
  }
}

function remembered(): number | undefined {
  try {
    const stored = Number.parseFloat(localStorage.getItem(splitKey) ?? '');
    return Number.isFinite(stored) ? stored : undefined;
  } catch {
    return undefined; // Storage is forbidden here.
  }
}

function remember(split: number): void {
  try {
    localStorage.setItem(splitKey, String(split));
  } catch {
    // Storage is forbidden here: the size holds for this page.
  }
}

/** Makes <podlab-lab> elements work; a page may ask for it more than once. */
export function defineLab(): void {
  if (customElements.get('podlab-lab') === undefined) customElements.define('podlab-lab', PodlabLab);
}
