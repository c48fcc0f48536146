import type { Language } from '../../projections/language.ts';
import { BringCluster } from './bring-cluster.tsx';
import { toolWords } from './cluster-tool-words.ts';
import { countText, sizeText } from './numbers.ts';
import type { ClusterPhase, ClusterTool } from './use-cluster-tool.ts';

/** Where the cluster comes from: bringing it, reading it, what is wrong with it, and what it is. */
export function ClusterPanel({ language, tool }: { readonly language: Language; readonly tool: ClusterTool }) {
  const words = toolWords[language];
  const { phase } = tool;
  return (
    <section class="ct-panel" aria-labelledby="ct-cluster">
      <h2 id="ct-cluster">{words.cluster}</h2>
      {phase.kind === 'empty' ? (
        <BringCluster
          language={language}
          cancelled={phase.note === 'cancelled'}
          onFiles={(files, name) => void tool.read(files, name)}
          onSample={() => void tool.read('sample', words.sampleName)}
        />
      ) : null}
      {phase.kind === 'reading' ? <Reading language={language} phase={phase} onCancel={tool.cancelReading} /> : null}
      {phase.kind === 'problems' ? <Problems language={language} phase={phase} tool={tool} /> : null}
      {phase.kind === 'ready' ? <Facts language={language} phase={phase} onForget={tool.forget} /> : null}
      {phase.kind === 'died' ? (
        <div class="ct-notice" data-kind="bad" role="alert">
          <p>
            <strong>{phase.wasLoaded ? words.died : words.notLoaded}</strong>{' '}
            {phase.wasLoaded ? words.diedAdvice : words.notLoadedAdvice}
          </p>
          {phase.message ? <p class="ct-mono">{phase.message}</p> : null}
          <button type="button" class="ct-button" onClick={tool.forget}>
            {words.restart}
          </button>
        </div>
      ) : null}
    </section>
  );
}

interface PhaseProps<Kind extends ClusterPhase['kind']> {
  readonly language: Language;
  readonly phase: Extract<ClusterPhase, { kind: Kind }>;
}

function Reading({ language, phase, onCancel }: PhaseProps<'reading'> & { readonly onCancel: () => void }) {
  const words = toolWords[language];
  const { progress } = phase;
  const part = progress && progress.bytes > 0 ? Math.min(1, progress.bytesRead / progress.bytes) : 0;
  return (
    <div class="ct-reading">
      <p>
        {words.reading}
        {progress ? ` · ${sizeText(progress.bytesRead)} / ${sizeText(progress.bytes)}` : ''}{' '}
        {progress ? words.readingFile(Math.min(progress.files, progress.filesRead + 1), progress.files) : ''}
      </p>
      <progress max={1} value={part} aria-label={words.reading} />
      {progress ? (
        <p class="ct-muted">
          {words.soFar(countText(progress.kept.nodes, language), countText(progress.kept.pods, language))}
          {progress.problems > 0 ? ` · ${words.problemsSoFar(countText(progress.problems, language))}` : ''}
        </p>
      ) : null}
      <button type="button" class="ct-button" onClick={onCancel}>
        {words.cancel}
      </button>
    </div>
  );
}

function Problems({ language, phase, tool }: PhaseProps<'problems'> & { readonly tool: ClusterTool }) {
  const words = toolWords[language];
  const { problems, problemCount, wouldKeep } = phase.outcome;
  const more = problemCount - problems.length;
  return (
    <div class="ct-problems" role="alert">
      <h3>{words.problems(countText(problemCount, language))}</h3>
      <ol>
        {problems.map(({ file, place, what, advice, lost }, index) => (
          <li key={`${index} ${file}`}>
            <p class="ct-problem-place">
              <b>{file}</b> {place}
            </p>
            <p>{what}</p>
            <p class="ct-muted">
              {advice} {words.lost[lost]}
            </p>
          </li>
        ))}
      </ol>
      {more > 0 ? <p>{words.problemsMore(countText(more, language))}</p> : null}
      <div class="ct-buttons">
        {wouldKeep.nodes > 0 || wouldKeep.pods > 0 ? (
          <button type="button" class="ct-button ct-primary" onClick={() => void tool.goOn()}>
            {words.goOn(countText(wouldKeep.nodes, language), countText(wouldKeep.pods, language))}
          </button>
        ) : (
          <p>{words.nothingLeft}</p>
        )}
        <button type="button" class="ct-button" onClick={tool.forget}>
          {words.another}
        </button>
      </div>
    </div>
  );
}

function Facts({ language, phase, onForget }: PhaseProps<'ready'> & { readonly onForget: () => void }) {
  const words = toolWords[language];
  const { counts, takenAtMs, skippedKinds, findings } = phase.facts;
  const count = (number: number) => countText(number, language);
  return (
    <div class="ct-facts">
      <p>
        <b>{phase.name}</b> ·{' '}
        {words.facts(
          count(counts.nodes),
          count(counts.pods),
          count(counts.poddisruptionbudgets),
          count(counts.priorityclasses),
        )}
        {takenAtMs === undefined ? '' : ` · ${words.takenAt(timeText(takenAtMs))}`}
      </p>
      <button type="button" class="ct-button" onClick={onForget}>
        {words.another}
      </button>
      {skippedKinds.length > 0 ? (
        <p class="ct-muted">
          {words.notAsked(
            skippedKinds
              .slice(0, 8)
              .map(({ kind, count: many }) => `${kind} ${many}`)
              .join(language === 'zh' ? '、' : ', '),
          )}
        </p>
      ) : null}
      {findings.map(({ what, advice, blocks, examples }) => (
        <div class="ct-notice" data-kind={blocks ? 'bad' : 'warn'} key={what}>
          <p>
            <strong>{what}</strong> {advice}
          </p>
          {examples.length > 0 ? <p class="ct-mono">{examples.join(', ')}</p> : null}
        </div>
      ))}
    </div>
  );
}

/** A time as the snapshot writes it, without fractions. */
function timeText(ms: number): string {
  return new Date(ms)
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z$/, ' UTC');
}
