import type { Language } from '../../projections/language.ts';
import { recordedCaseView } from '../../projections/own-plugin/recorded-case.ts';
import { labWords } from './lab-words.ts';
import type { CaseDifference } from './recorded-cases.ts';

/** One recorded case: its cluster node by node, with what was evicted by the real descheduler and by the edit. */
export function RecordedCase({ lang, difference }: { readonly lang: Language; readonly difference: CaseDifference }) {
  const words = labWords[lang];
  const { vector, evictions, texts } = difference;
  const view = recordedCaseView(vector, evictions);
  return (
    <div class="lab-case">
      {view.unordered && <p class="editor-note">{words.unordered}</p>}
      <div class="lab-two">
        <EvictionList title={words.expectedEvictions} none={words.noEvictions} evictions={view.expected} />
        <EvictionList title={words.foundEvictions} none={words.noEvictions} evictions={view.found} />
      </div>
      <div class="editor-table">
        <table>
          <thead>
            <tr>
              <th scope="col">{words.node}</th>
              {view.hasClasses && <th scope="col">{words.classification}</th>}
              <th scope="col">{words.requested}</th>
              <th scope="col">{words.podsOnNode}</th>
            </tr>
          </thead>
          <tbody>
            {view.nodes.map((node) => (
              <tr key={node.name}>
                <th scope="row">{node.name}</th>
                {view.hasClasses && <td>{node.class ?? ''}</td>}
                <td>{node.requested.map(({ resource, percent }) => `${resource} ${percent} %`).join(', ')}</td>
                <td>
                  <ul class="lab-pods">
                    {node.pods.map(({ name, expected, found }) => (
                      <li key={name} data-expected={expected} data-found={found}>
                        {expected && (
                          <span
                            class="lab-mark-expected"
                            title={words.expectedEvictions}
                            aria-label={words.expectedEvictions}
                            role="img"
                          >
                            ●
                          </span>
                        )}
                        {found && (
                          <span
                            class="lab-mark-found"
                            title={words.foundEvictions}
                            aria-label={words.foundEvictions}
                            role="img"
                          >
                            ◆
                          </span>
                        )}
                        {name}
                      </li>
                    ))}
                    {node.others > 0 && <li class="editor-more">+{node.others}</li>}
                  </ul>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <details>
        <summary>{words.differences}</summary>
        <ul class="lab-differences">
          {texts.map((text) => (
            <li key={text} class="editor-message">
              {text}
            </li>
          ))}
        </ul>
      </details>
      <details>
        <summary>{words.inputs}</summary>
        <pre class="lab-json">{JSON.stringify(view.inputs, null, 2)}</pre>
      </details>
    </div>
  );
}

function EvictionList(props: { readonly title: string; readonly none: string; readonly evictions: readonly string[] }) {
  return (
    <section aria-label={props.title}>
      <h5>{props.title}</h5>
      {props.evictions.length === 0 ? (
        <p>{props.none}</p>
      ) : (
        <ol>
          {props.evictions.map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ol>
      )}
    </section>
  );
}
