import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Page } from '../../projections/cluster-report/report-pages.ts';
import type { Language } from '../../projections/language.ts';
import { toolWords } from './cluster-tool-words.ts';
import { countText } from './numbers.ts';

export const rowsPerPage = 25;

interface PagedTableProps<Row> {
  readonly language: Language;
  readonly caption: string;
  readonly heads: readonly string[];
  /** Rises or changes when the rows have to be asked for anew from the first page on. */
  readonly about: string;
  readonly empty: string;
  readonly ask: (offset: number, limit: number) => Promise<Page<Row>>;
  readonly keyOf: (row: Row) => string;
  readonly cells: (row: Row) => readonly ComponentChildren[];
  /** What opens below a row, when a row can be opened. */
  readonly details?: (row: Row) => ComponentChildren;
  readonly nameOf?: (row: Row) => string;
}

/** A long list, a page at a time: only the rows that are shown come from the worker. On a narrow screen each row is a
 *  block of its own. */
export function PagedTable<Row>(props: PagedTableProps<Row>) {
  const { language, caption, heads, about, empty, ask, keyOf, cells, details, nameOf } = props;
  const words = toolWords[language];
  const [page, setPage] = useState<{ about: string; page: Page<Row> }>();
  const [place, setPlace] = useState({ about, offset: 0 });
  const offset = place.about === about ? place.offset : 0;
  const [open, setOpen] = useState<string>();

  useEffect(() => {
    let isLatest = true;
    ask(offset, rowsPerPage)
      .then((found) => isLatest && setPage({ about, page: found }))
      .catch(() => {});
    return () => {
      isLatest = false;
    };
  }, [about, offset]);

  if (page === undefined) return <p class="ct-muted">…</p>;
  const { rows, total } = page.page;
  if (total === 0) return <p class="ct-empty">{empty}</p>;
  const count = (number: number) => countText(number, language);
  return (
    <div class="ct-paged">
      <table class="ct-table">
        <caption class="ct-sr">{caption}</caption>
        <thead>
          <tr>
            {heads.map((head) => (
              <th scope="col" key={head}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const key = keyOf(row);
            const isOpen = open === key && details !== undefined;
            return (
              <>
                <tr key={key} data-open={isOpen}>
                  {cells(row).map((cell, column) => (
                    <td key={heads[column]} data-head={heads[column]}>
                      {column === 0 && details ? (
                        <button
                          type="button"
                          class="ct-disclose"
                          aria-expanded={isOpen}
                          aria-label={`${words.details}: ${nameOf?.(row) ?? key}`}
                          onClick={() => setOpen(isOpen ? undefined : key)}
                        >
                          {cell}
                        </button>
                      ) : (
                        cell
                      )}
                    </td>
                  ))}
                </tr>
                {isOpen ? (
                  <tr key={`${key} details`} class="ct-details-row">
                    <td colSpan={heads.length}>{details(row)}</td>
                  </tr>
                ) : null}
              </>
            );
          })}
        </tbody>
      </table>
      {total > rowsPerPage ? (
        <div class="ct-pager">
          <button
            type="button"
            class="ct-button"
            disabled={offset === 0}
            onClick={() => setPlace({ about, offset: Math.max(0, offset - rowsPerPage) })}
          >
            {words.previous}
          </button>
          <span>{words.pageOf(count(offset + 1), count(Math.min(total, offset + rowsPerPage)), count(total))}</span>
          <button
            type="button"
            class="ct-button"
            disabled={offset + rowsPerPage >= total}
            onClick={() => setPlace({ about, offset: offset + rowsPerPage })}
          >
            {words.next}
          </button>
        </div>
      ) : null}
    </div>
  );
}
