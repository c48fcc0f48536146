import { ByteLines, type LineFlaw } from './byte-lines.ts';
import { lineKind } from './first-line.ts';
import type { DocumentReader, DocumentSink, FoundObject } from './found-object.ts';
import { YAMLBlock } from './yaml-block.ts';

/** The list whose items are being read one by one. */
interface Items {
  /** How far the items are indented, undefined before the first. */
  indent: number | undefined;
  /** The kind of the list when it came before the items. */
  readonly kind: string | undefined;
  nextIndex: number;
  /** Whether something has come after the items. */
  hasEnded: boolean;
  /** Whether the document is nothing but the items. */
  readonly isBare: boolean;
}

/** Larger ones would keep the parser busy for seconds. */
const largestInYAML = 1 << 20;
const fieldsOfList = new Set(['apiVersion', 'kind', 'metadata']);

/** Reads YAML: documents one by one, and of a list in block style each item by itself, told apart by indentation, so that
 *  no file is in memory as a whole. Where a YAML file was cut between two lines it may look whole: the list that kubectl
 *  writes ends with its `kind`, so there a cut is noticed; after a document of several it is not. */
export class YAMLDocuments implements DocumentReader {
  readonly #sink: DocumentSink;
  readonly #largestObject: number;
  readonly #lines: ByteLines;
  #document: YAMLBlock | undefined;
  #items: Items | undefined;
  #item: { readonly block: YAMLBlock; readonly index: number } | undefined;
  /** The last item. It is handed on when something right follows it. */
  #held: FoundObject | undefined;

  constructor(sink: DocumentSink, { firstLine, largestObject }: { firstLine: number; largestObject: number }) {
    this.#sink = sink;
    this.#largestObject = Math.min(largestObject, largestInYAML);
    this.#lines = new ByteLines(firstLine, this.#largestObject, (text, number, flaw) => this.#line(text, number, flaw));
  }

  push(chunk: Uint8Array): void {
    this.#lines.push(chunk);
  }

  end(): void {
    this.#lines.end();
    this.#documentEnd();
  }

  #line(text: string, number: number, flaw: LineFlaw | undefined): void {
    const marker = /^(---|\.\.\.)(?=\s|$)/.exec(text)?.[1];
    if (marker !== undefined) {
      this.#documentEnd();
      const rest = marker === '---' ? text.slice(3) : '';
      if (/^\s*[^\s#]/.test(rest)) this.#documentLine(`   ${rest}`, number, flaw);
    } else if (/^kubectl/.test(lineKind(text))) this.#sink.strayLine(text, { line: number, column: 1 });
    else if (!this.#isItemLine(text, number, flaw)) this.#documentLine(text, number, flaw);
  }

  /** Takes the line when it belongs to the items of a list. */
  #isItemLine(text: string, number: number, flaw: LineFlaw | undefined): boolean {
    if (this.#items === undefined) {
      const isBare = this.#document === undefined && /^-(?: |$)/.test(text);
      const kind = this.#document?.kind();
      const isList = kind === undefined || kind.endsWith('List');
      const begins = isList && /^(?:items|"items"|'items'):\s*(?:#.*)?$/.test(text);
      if (!isBare && !begins) return false;
      this.#items = { indent: undefined, kind, nextIndex: 0, hasEnded: false, isBare };
      if (!isBare) return true;
    }
    return !this.#items.hasEnded && this.#itemLine(this.#items, text, number, flaw);
  }

  #itemLine(items: Items, text: string, number: number, flaw: LineFlaw | undefined): boolean {
    const indent = text.search(/[^ ]/);
    const isBlank = indent < 0 || text[indent] === '#';
    if (isBlank || (items.indent !== undefined && indent > items.indent)) {
      this.#item?.block.add(text, number, flaw);
      return true;
    }
    const isDash = /^-(?: |$)/.test(text.slice(indent, indent + 2));
    if (isDash) items.indent ??= indent;
    if (isDash && indent === items.indent) {
      this.#itemEnd();
      this.#flush();
      this.#item = { block: new YAMLBlock(this.#largestObject), index: items.nextIndex++ };
      // The columns stay what they are.
      this.#item.block.add(text.replace('-', ' '), number, flaw);
      return true;
    }
    // Neither in line with the items nor with the fields of the list: let the parser say what is wrong.
    if (this.#item && (indent > 0 || items.isBare)) {
      this.#item.block.add(text, number, flaw);
      return true;
    }
    this.#itemEnd();
    items.hasEnded = true;
    return false;
  }

  #documentLine(text: string, number: number, flaw: LineFlaw | undefined): void {
    // Nothing but comments and directives is no document.
    if (this.#document === undefined && !/^\s*[^\s#%]/.test(text)) return;
    this.#document ??= new YAMLBlock(this.#largestObject);
    this.#document.add(text, number, flaw);
  }

  #itemEnd(): void {
    if (this.#item === undefined) return;
    const { block, index } = this.#item;
    this.#item = undefined;
    this.#flush();
    const parsed = block.parse();
    if ('error' in parsed) this.#sink.error({ ...parsed.error, index, lost: 'object' });
    else this.#held = { ...parsed, start: { line: block.firstLine, column: 1 }, index, listKind: this.#items?.kind };
  }

  #flush(): void {
    if (this.#held) this.#sink.object(this.#held);
    this.#held = undefined;
  }

  #documentEnd(): void {
    const items = this.#items;
    const document = this.#document;
    this.#itemEnd();
    this.#items = undefined;
    this.#document = undefined;
    if (items && !items.isBare) this.#listEnd(document);
    else {
      this.#flush();
      if (document) this.#singleDocument(document);
    }
  }

  #singleDocument(document: YAMLBlock): void {
    const parsed = document.parse();
    if ('error' in parsed) this.#sink.error({ ...parsed.error, index: undefined, lost: 'object' });
    else if (parsed.value !== null) {
      const start = { line: document.firstLine, column: 1 };
      this.#sink.object({ ...parsed, start, index: undefined, listKind: undefined });
    }
  }

  #listEnd(list: YAMLBlock | undefined): void {
    const index = this.#held?.index;
    const at = { line: this.#lines.line - 1, column: 1 };
    if (list?.kind() === undefined) {
      this.#held = undefined;
      const error = { expected: '`kind: List` after the items', found: 'the end of the document' };
      this.#sink.error({ kind: 'truncated', at, index, ...error, lost: 'restOfFile' });
      return;
    }
    const parsed = list.parse();
    if ('error' in parsed) {
      // Items may stand among what could not be read.
      this.#held = undefined;
      this.#sink.error({ ...parsed.error, index, lost: 'restOfFile' });
      return;
    }
    const fields = Object.keys(parsed.value ?? {});
    const foreign = fields.find((field) => !fieldsOfList.has(field) && field !== 'items');
    if (foreign === undefined) {
      this.#flush();
      this.#sink.listEnd(parsed.value);
      return;
    }
    // A field of the last item that has lost its indentation.
    this.#held = undefined;
    const error = { expected: '`apiVersion`, `kind` or `metadata` beside `items`', found: `\`${foreign}\`` };
    this.#sink.error({ kind: 'syntax', at, index, ...error, lost: 'object' });
  }
}
