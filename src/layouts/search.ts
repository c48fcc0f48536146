/** The part of Pagefind's interface that the search box uses. Pagefind is written by the build next to the pages and is
 *  loaded when the box is first opened; it chooses the index by the language of the page. */
interface Pagefind {
  debouncedSearch(query: string): Promise<{ results: { data(): Promise<PagefindPage> }[] } | null>;
}

interface PagefindPage {
  url: string;
  excerpt: string;
  meta: { title?: string };
  sub_results: { title: string; url: string; excerpt: string }[];
}

interface Words {
  hint: string;
  none: string;
  some: string;
  failed: string;
  dev: string;
}

const pagesShown = 12;
const sectionsShown = 3;

/** The search box in the header: a dialog with one field, results as links, arrow keys to walk through them. */
class PodlabSearch extends HTMLElement {
  #pagefind: Promise<Pagefind> | undefined;

  connectedCallback(): void {
    this.#part<HTMLButtonElement>('[data-open]').addEventListener('click', () => this.#open());
    this.#part<HTMLButtonElement>('[data-close]').addEventListener('click', () => this.#dialog.close());
    this.#dialog.addEventListener('click', (event) => {
      if (event.target === this.#dialog) this.#dialog.close(); // A click on the backdrop.
    });
    this.#dialog.addEventListener('keydown', (event) => this.#walk(event));
    this.#input.addEventListener('input', () => void this.#search(this.#input.value.trim()));
    this.#part('form').addEventListener('submit', (event) => {
      event.preventDefault();
      this.querySelector<HTMLAnchorElement>('.search-results a')?.click();
    });
    addEventListener('keydown', (event) => {
      const shortcut = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k';
      if (!shortcut) return;
      event.preventDefault();
      if (this.#dialog.open) this.#dialog.close();
      else this.#open();
    });
  }

  get #dialog(): HTMLDialogElement {
    return this.#part('dialog');
  }

  get #input(): HTMLInputElement {
    return this.#part('input');
  }

  get #words(): Words {
    return JSON.parse(this.dataset.words ?? '{}');
  }

  #part<E extends HTMLElement>(selector: string): E {
    const element = this.querySelector<E>(selector);
    if (element === null) throw new Error(`podlab-search: expected ${selector} inside it; see Search.astro`);
    return element;
  }

  #open(): void {
    this.#dialog.showModal();
    this.#input.select();
    this.#load().catch(() => this.#say(this.#words.failed));
  }

  #load(): Promise<Pagefind> {
    if (import.meta.env.DEV) {
      this.#say(this.#words.dev);
      return Promise.reject(new Error(this.#words.dev));
    }
    const address = `${import.meta.env.BASE_URL.replace(/\/$/, '')}/pagefind/pagefind.js`;
    this.#pagefind ??= import(/* @vite-ignore */ address).catch((error: unknown) => {
      this.#pagefind = undefined; // Offline just now: the next attempt loads again.
      throw error;
    });
    return this.#pagefind as Promise<Pagefind>;
  }

  async #search(query: string): Promise<void> {
    if (query === '') {
      this.#show([]);
      this.#say(this.#words.hint);
      return;
    }
    try {
      const found = await (await this.#load()).debouncedSearch(query);
      if (found === null || query !== this.#input.value.trim()) return; // A newer query took over.
      this.#show(await Promise.all(found.results.slice(0, pagesShown).map((result) => result.data())));
      const words = found.results.length === 0 ? this.#words.none : this.#words.some;
      this.#say(words.replace('{{query}}', query).replace('{{count}}', String(found.results.length)));
    } catch {
      this.#show([]);
      this.#say(import.meta.env.DEV ? this.#words.dev : this.#words.failed);
    }
  }

  #say(text: string): void {
    this.#part('.search-status').textContent = text;
  }

  #show(pages: readonly PagefindPage[]): void {
    this.#part('.search-results').replaceChildren(...pages.map(resultItem));
  }

  /** Arrow keys move between the field and the results. */
  #walk(event: KeyboardEvent): void {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    const stops = [this.#input, ...this.querySelectorAll<HTMLElement>('.search-results a')];
    const { activeElement } = document;
    const at = activeElement instanceof HTMLElement ? stops.indexOf(activeElement) : -1;
    const next = stops[at + (event.key === 'ArrowDown' ? 1 : -1)];
    if (next === undefined) return;
    event.preventDefault();
    next.focus();
  }
}

function resultItem(page: PagefindPage): HTMLLIElement {
  const item = document.createElement('li');
  // Pagefind counts the part before the first heading as a section of its own; it is the page itself.
  const sections = page.sub_results.filter((section) => section.url !== page.url).slice(0, sectionsShown);
  // The excerpts of its sections say more than the page's own, which is one of them.
  item.append(resultLink(page.url, page.meta.title ?? page.url, sections.length > 0 ? '' : page.excerpt));
  if (sections.length > 0) {
    const list = document.createElement('ul');
    for (const section of sections) {
      const li = document.createElement('li');
      li.append(resultLink(section.url, section.title, section.excerpt));
      list.append(li);
    }
    item.append(list);
  }
  return item;
}

function resultLink(url: string, title: string, excerpt: string): HTMLAnchorElement {
  const link = document.createElement('a');
  link.href = url;
  const name = document.createElement('b');
  name.textContent = title;
  const text = document.createElement('span');
  text.innerHTML = excerpt; // Pagefind's own mark-up: escaped text of our pages with <mark> around the hits.
  link.append(name, text);
  return link;
}

/** Makes the <podlab-search> element work; a page may ask for it more than once. */
export function defineSearch(): void {
  if (customElements.get('podlab-search') === undefined) customElements.define('podlab-search', PodlabSearch);
}
