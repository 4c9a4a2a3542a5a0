// Asks the console for the pipeline's status again and again, and shows it. Nothing is ever sent but this question.

import {byteStep, Chart, decimalStep, secondStep, windowOf} from './chart.js';
import {axisDuration, bytes, clock, count, duration, plural, rate} from './format.js';
import {figure, icon, list, make, named, STATES, state, write} from './page.js';
import {showPipeline, worst} from './pipeline.js';

const EVERY_MILLISECONDS = 2_000;
const PATIENCE_MILLISECONDS = 5_000;
const STALE_AFTER_SECONDS = 20;
const LAG_AXES = {
  seconds: {key: 'lagSeconds', label: 'behind', axis: {format: duration, scale: axisDuration, step: secondStep, least: 1}},
  bytes: {key: 'lagBytes', label: 'behind', axis: {format: bytes, step: byteStep, least: 4096}},
};
const PARTS = {POSTGRES: 'Postgres', CAPTURE: 'Capture', KAFKA: 'Kafka', SINK: 'Sink', NEO4J: 'Neo4j', RECONCILER: 'Reconciler'};

const lagChart = new Chart(named('lag-chart'));
const throughputChart = new Chart(named('throughput-chart'));
let lagUnit = 'seconds';
let points = [];
let seen = null; // the last look of the console that came here: {at, since, health}
let failure = null; // why the last question had no answer
let timer = null;
let asking = false;

/** The console did not tell how the pipeline is; the message says why. */
class NoAnswer extends Error {}

async function ask() {
  if (asking) {
    return;
  }
  asking = true;
  clearTimeout(timer);
  try {
    show(await read());
    failure = null;
  } catch (e) {
    failure = e instanceof NoAnswer ? e.message : 'The console said something that this page does not understand.';
    if (!(e instanceof NoAnswer)) {
      reportError(e);
    }
  }
  showAge();
  asking = false;
  timer = setTimeout(ask, document.hidden ? 5 * EVERY_MILLISECONDS : EVERY_MILLISECONDS);
}

async function read() {
  let answer;
  try {
    answer = await fetch('api/pipeline', {cache: 'no-store', signal: AbortSignal.timeout(PATIENCE_MILLISECONDS)});
  } catch {
    throw new NoAnswer('The console cannot be reached.');
  }
  if (!answer.ok) {
    throw new NoAnswer(`The console answered ${answer.status}.`);
  }
  try {
    return await answer.json();
  } catch (e) {
    throw new NoAnswer(e instanceof SyntaxError ? 'What answers here is not the console.' : 'The console cannot be reached.');
  }
}

function show({status, rates, history}) {
  if (seen === null || seen.at !== status.at) {
    seen = {at: status.at, since: performance.now(), health: status.health};
  }
  showState(status);
  showProblems(status);
  showPipeline(status, rates);
  showHistory(history ?? []);
  showDeadLetters(status, history ?? []);
  showReconciliation(status);
}

function showState(status) {
  const name = STATES[status.health] ?? 'unknown';
  const graph = status.graph;
  document.documentElement.dataset.state = name;
  document.querySelector('[data-icon="overall"]').setAttribute('href', `#icon-${name}`);
  figure('overall-state', status.health, name);
  write(named('overall-sentence'), sentence(status));
  write(named('prefix'), status.prefix);
  figure('lag-seconds', duration(graph?.lagSeconds), graph?.lagSeconds);
  figure('lag-bytes', bytes(graph?.lagBytes), graph?.lagBytes);
  figure('complete-up-to', clock(graph?.committedAt), graph?.committedAt).title = graph?.committedAt ?? '';
  const kinds = status.problems.map(problem => `${PARTS[problem.part] ?? problem.part} ${problem.severity}`);
  const lines = [...new Set(kinds)];
  write(named('announcement'), `State ${status.health}${lines.length > 0 ? `: ${lines.join(', ')}` : ''}`);
}

function sentence(status) {
  if (status.problems.length > 0) {
    const more = status.problems.length - 1;
    return status.problems[0].text + (more > 0 ? ` (and ${count(more)} more)` : '');
  }
  if (status.unknown.length > 0) {
    return 'Not everything could be read.';
  }
  return status.graph?.lagBytes === 0
      ? 'Everything that was committed is in the graph.'
      : 'Everything runs, and the graph follows.';
}

function showProblems(status) {
  const section = named('problems');
  section.hidden = status.problems.length === 0 && status.unknown.length === 0;
  const problems = list('problems');
  const told = unknown => status.problems.some(
      problem => problem.part === unknown.part && problem.text.includes(unknown.reason));
  const shown = JSON.stringify([status.problems, status.unknown]);
  if (problems.dataset.shown === shown) {
    return;
  }
  problems.dataset.shown = shown;
  problems.replaceChildren(...status.problems.map(problem => {
    const item = row(STATES[problem.severity] ?? 'unknown', problem.severity, problem.part, problem.text);
    if (problem.runbook) {
      const runbook = make('span', 'runbook', 'runbook ');
      runbook.append(make('code', '', `ops/runbooks/${problem.runbook}`));
      item.append(runbook);
    }
    return item;
  }));
  list('unknown').replaceChildren(
      ...status.unknown.filter(unknown => !told(unknown)).map(unknown => row('unknown', 'NOT READ', unknown.part, unknown.reason)));
}

function row(name, word, part, text) {
  const item = make('li');
  item.dataset.state = name;
  item.append(icon(name), make('span', 'severity', word), make('span', 'part', PARTS[part] ?? part), make('span', 'text', text));
  return item;
}

function showHistory(history) {
  points = history.map(point => ({...point, at: Date.parse(point.at)}));
  const minutes = windowOf(points) / 60_000;
  for (const element of document.querySelectorAll('[data-window]')) {
    write(element, minutes === 60 ? 'last hour' : `last ${minutes} min`);
  }
  showLag();
  throughputChart.show(
      points,
      [{key: 'captured', label: 'into topics', name: 'captured'}, {key: 'applied', label: 'into the graph', name: 'applied'}],
      {format: rate, step: decimalStep, least: 4});
}

function showLag() {
  const {key, label, axis} = LAG_AXES[lagUnit];
  lagChart.show(points, [{key, label, name: 'lag'}], axis);
}

function showDeadLetters(status, history) {
  const now = status.deadLetters;
  figure('dead-letters', count(now), now);
  const first = history.find(point => point.deadLetters !== null && point.deadLetters !== undefined)?.deadLetters;
  const more = first === undefined || now === null ? 0 : now - first;
  const known = now !== null && now !== undefined;
  state(named('dead-letters-panel'), !known ? 'unknown' : now > 0 ? 'warning' : 'ok');
  const note = !known ? 'not read' : more > 0 ? `${count(more)} more since ${clock(history[0].at)}; ./tidemark dead-letters shows them`
      : now > 0 ? 'no new ones; ./tidemark dead-letters shows them' : 'every record is applied, or settled';
  write(named('dead-letters-note'), note);
}

function showReconciliation(status) {
  const last = status.reconciliation;
  const own = {in_sync: 'ok', drift: 'warning', incomplete: 'warning'}[last?.verdict] ?? 'unknown';
  state(named('reconciliation-panel'), worst(status, 'RECONCILER') ?? own);
  figure('reconciliation-verdict', last ? last.verdict.replaceAll('_', ' ') : 'none kept', last?.verdict);
  if (!last) {
    write(named('reconciliation-note'), 'no comparison where the console looks');
    return;
  }
  const ago = duration(Math.max(0, (Date.parse(status.at) - Date.parse(last.ended)) / 1000));
  write(
      named('reconciliation-note'),
      `${plural(last.rows, 'row', 'rows')} compared, ${plural(last.drifts, 'key differs', 'keys differ')},`
          + ` ${count(last.unsettled)} not settled, ${ago} ago`);
}

/** Says how old the figures are, and dims them once they are no longer of now. */
function showAge() {
  const age = seen === null ? null : (performance.now() - seen.since) / 1000;
  const asleep = failure === null && age !== null && age > STALE_AFTER_SECONDS;
  const trouble = failure ?? (asleep ? 'The console has not looked at the pipeline for a while.' : null);
  const notice = named('unreachable');
  notice.hidden = trouble === null;
  document.documentElement.dataset.stale = String(trouble !== null);
  if (trouble !== null) {
    const old = age === null ? 'There are no figures yet.' : `The figures below are ${duration(Math.floor(age))} old.`;
    write(notice.children[0], trouble);
    write(notice.children[1], ` ${old}`);
  }
  figure('read-at', age === null ? 'not yet' : age < 3 ? 'just now' : `${duration(Math.floor(age))} ago`, seen?.at);
  showTitle(trouble !== null);
}

function showTitle(stale) {
  const sign = {OK: '✓', WARNING: '⚠', FAILING: '✗'}[seen?.health] ?? '?';
  const word = stale ? '? NOT REACHED' : seen === null ? '? READING' : `${sign} ${seen.health}`;
  const title = `${word} · Tidemark`;
  if (document.title !== title) {
    document.title = title;
  }
}

for (const button of document.querySelectorAll('[data-lag-unit]')) {
  button.addEventListener('click', () => {
    lagUnit = button.dataset.lagUnit;
    for (const other of document.querySelectorAll('[data-lag-unit]')) {
      other.setAttribute('aria-pressed', String(other === button));
    }
    showLag();
  });
}
document.addEventListener('visibilitychange', () => document.hidden || ask());
setInterval(showAge, 1_000);
ask();
