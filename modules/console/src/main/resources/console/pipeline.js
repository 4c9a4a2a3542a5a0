// The picture of the pipeline: Postgres, capture, topics, sink, graph, and what flows between them.

import {bytes, clock, count, duration, plural, rate} from './format.js';
import {figure, list, make, named, STATES, state, write} from './page.js';

const STAGES = {POSTGRES: 'stage-postgres', CAPTURE: 'stage-capture', KAFKA: 'stage-kafka', SINK: 'stage-sink', NEO4J: 'stage-neo4j'};

const MOST_WITH_TEXT = 24; // partitions of a topic; more are shown as squares

export function showPipeline(status, rates) {
  const states = stagesOf(status);
  for (const [part, stage] of Object.entries(STAGES)) {
    state(named(stage), states[part]);
  }
  showSource(status.source);
  showCapture(status.capture, rates);
  showTopics(status.topics, rates?.topics ?? {});
  showSink(status, rates);
  showGraph(status.graph);
  showLinks(status, rates, states);
}

/** The state of every part: its worst problem, unknown when it could not be read, and otherwise ok. */
function stagesOf(status) {
  const read = {
    POSTGRES: status.source,
    CAPTURE: status.capture,
    KAFKA: status.topics.length > 0 || null,
    SINK: status.sink,
    NEO4J: status.graph,
  };
  const states = {};
  for (const part of Object.keys(STAGES)) {
    states[part] = worst(status, part) ?? (read[part] === null || read[part] === undefined ? 'unknown' : 'ok');
  }
  return states;
}

/** The state that a part's problems make; undefined without one. */
export function worst(status, part) {
  const severities = status.problems.filter(problem => problem.part === part).map(problem => problem.severity);
  return severities.includes('FAILING') ? STATES.FAILING : severities.length > 0 ? STATES.WARNING : undefined;
}

function showSource(source) {
  const slot = source?.slot;
  figure('source-written', source?.written ?? '–', source?.written);
  const word = !source ? '–' : !slot ? 'none' : slot.active ? 'active' : 'nobody reads it';
  figure('slot-active', word, slot?.active).title = slot?.name ?? '';
  figure('slot-retained', bytes(slot?.retainedBytes), slot?.retainedBytes);
  figure('slot-wal-status', slot?.walStatus ?? '–', slot?.walStatus);
  const limited = slot?.safeBytes !== null && slot?.safeBytes !== undefined;
  document.querySelector('[data-optional="slot-safe"]').hidden = !limited;
  figure('slot-safe', bytes(slot?.safeBytes), slot?.safeBytes);
}

function showCapture(capture, rates) {
  const snapshot = capture?.lsn === '0/0';
  figure('capture-lsn', snapshot ? 'snapshot' : capture?.lsn ?? '–', capture?.lsn);
  figure('capture-lag-seconds', duration(capture?.lagSeconds), capture?.lagSeconds);
  figure('capture-lag-bytes', bytes(capture?.lagBytes), capture?.lagBytes);
  figure('captured-rate', rate(rates?.captured), rates?.captured);
}

function showSink(status, rates) {
  const toApply = status.topics.flatMap(topic => topic.partitions).reduce((sum, partition) => sum + partition.lag, 0);
  const known = status.topics.length > 0;
  figure('sink-state', status.sink?.state ?? '–', status.sink?.state).title = status.sink?.group ?? '';
  figure('sink-members', count(status.sink?.members), status.sink?.members);
  figure('sink-lag', known ? plural(toApply, 'record', 'records') : '–', known ? toApply : null);
  figure('applied-rate', rate(rates?.applied), rates?.applied);
}

function showGraph(graph) {
  figure('tidemark', graph ? graph.tidemark ?? 'none yet' : '–', graph?.tidemark);
  figure('applied-at', clock(graph?.appliedAt), graph?.appliedAt);
  figure('changes-applied', count(graph?.changes), graph?.changes);
  figure('hold', graph ? graph.hold ?? 'none' : '–', graph?.hold);
}

function showTopics(topics, rates) {
  const host = list('topics');
  const shape = JSON.stringify(topics.map(topic => [topic.topic, topic.table, topic.partitions.length]));
  if (host.dataset.shape !== shape) {
    host.dataset.shape = shape;
    host.replaceChildren(...(topics.length > 0 ? topics.map(makeTopic) : [make('p', 'note', 'not read')]));
  }
  topics.forEach((topic, index) => showTopic(host.children[index], topic, rates[topic.topic]));
}

function makeTopic(topic) {
  const row = make('div', 'topic');
  row.dataset.test = `topic-${topic.table}`;
  const name = make('h4', '', topic.table);
  name.title = topic.topic;
  const figures = make('p', 'figures');
  figures.append(make('span', 'end'), make('span', 'lag'), make('span', 'rate'));
  const partitions = make('ol', topic.partitions.length > MOST_WITH_TEXT ? 'partitions dense' : 'partitions');
  partitions.setAttribute('aria-label', `Partitions of ${topic.topic}`);
  for (const partition of topic.partitions) {
    const cell = make('li');
    cell.dataset.partition = String(partition.partition);
    cell.append(make('span', 'number', `p${partition.partition}`), make('span', 'end'), make('span', 'lag'));
    partitions.append(cell);
  }
  row.append(name, figures, partitions);
  return row;
}

function showTopic(row, topic, perSecond) {
  const end = topic.partitions.reduce((sum, partition) => sum + partition.end, 0);
  const lag = topic.partitions.reduce((sum, partition) => sum + partition.lag, 0);
  row.dataset.end = String(end);
  row.dataset.lag = String(lag);
  row.dataset.moving = String(perSecond > 0);
  write(row.querySelector('.figures .end'), `end ${count(end)}`);
  write(row.querySelector('.figures .lag'), `lag ${count(lag)}`);
  write(row.querySelector('.figures .rate'), rate(perSecond));
  topic.partitions.forEach((partition, index) => {
    const cell = row.querySelector('.partitions').children[index];
    const before = cell.dataset.end;
    cell.dataset.end = String(partition.end);
    cell.dataset.lag = String(partition.lag);
    cell.title = `partition ${partition.partition}: end ${count(partition.end)}, the graph has ${count(partition.applied)},`
        + ` the group committed ${count(partition.committed)}, lag ${count(partition.lag)}`;
    write(cell.children[1], count(partition.end));
    write(cell.children[2], partition.lag > 0 ? `−${count(partition.lag)}` : '');
    if (before !== undefined && before !== cell.dataset.end) {
      flash(cell);
    }
  });
}

/** A short glow where records have come in. */
function flash(cell) {
  cell.classList.remove('moved');
  void cell.offsetWidth; // without a layout in between the animation would not begin again
  cell.classList.add('moved');
}

function showLinks(status, rates, states) {
  const failing = part => states[part] === 'failing';
  const captured = rates?.captured ?? 0;
  const applied = rates?.applied ?? 0;
  const slotRead = status.source?.slot?.active;
  link('source', status.source ? !slotRead : failing('POSTGRES'), captured);
  link('captured', failing('CAPTURE') || failing('KAFKA'), captured);
  link('read', failing('SINK') || failing('KAFKA') || status.sink?.members === 0, applied);
  link('applied', failing('SINK') || failing('NEO4J') || Boolean(status.graph?.hold), applied);
}

function link(name, broken, perSecond) {
  const element = document.querySelector(`[data-link="${name}"]`);
  element.dataset.flow = broken ? 'broken' : perSecond > 0 ? 'moving' : 'still';
  element.dataset.pace = perSecond > 1000 ? 'fast' : perSecond > 50 ? 'brisk' : 'slow';
}
