// A line chart over time: axes with labels, gaps where nothing is known, single values by pointer or arrow keys.

import {shortClock, clock} from './format.js';
import {draw, make} from './page.js';

const HEIGHT = 190;
const LEFT = 58;
const RIGHT = 12;
const TOP = 10;
const BOTTOM = 24;
const WINDOWS = [5, 15, 30, 60].map(minutes => minutes * 60_000);

/** The shortest window that holds all points, in milliseconds; an hour at most. */
export function windowOf(points) {
  const span = points.length < 2 ? 0 : points[points.length - 1].at - points[0].at;
  return WINDOWS.find(window => span <= window) ?? WINDOWS[WINDOWS.length - 1];
}

/** Steps of an axis for amounts in tens: 1, 2, 5, 10… */
export function decimalStep(rough) {
  const power = 10 ** Math.floor(Math.log10(rough));
  return [1, 2, 5, 10].map(step => step * power).find(step => step >= rough);
}

/** Steps of an axis for seconds. */
export function secondStep(rough) {
  const steps = [0.25, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 28800, 86400];
  return steps.find(step => step >= rough) ?? Math.ceil(rough / 86400) * 86400;
}

/** Steps of an axis for bytes. */
export function byteStep(rough) {
  return 2 ** Math.max(0, Math.ceil(Math.log2(rough)));
}

/** One chart, drawn into a host that has a width. */
export class Chart {
  #host;
  #points = [];
  #series = [];
  #axis;
  #cursor = null;
  #svg = draw('svg');
  #marks = draw('g', {class: 'cursor'});
  #value = make('output', 'value');
  #scales = null;

  constructor(host) {
    this.#host = host;
    this.#value.dataset.test = `${host.dataset.test}-value`;
    host.append(this.#svg, this.#value);
    host.addEventListener('pointermove', event => this.#pointAt(event));
    host.addEventListener('pointerdown', event => this.#pointAt(event));
    host.addEventListener('pointerleave', event => event.pointerType === 'touch' || this.#moveTo(null));
    host.addEventListener('blur', () => this.#moveTo(null));
    host.addEventListener('keydown', event => this.#key(event));
    new ResizeObserver(() => this.#redraw()).observe(host);
  }

  /**
   * Shows other points.
   *
   * @param points oldest first: {at: milliseconds, and a figure or null under each series' key}
   * @param series [{key, label, name}], the name being a class
   * @param axis {format, scale, step, least}: how a figure is written, how on the axis if otherwise there, the step
   *     for a rough one, and the least height
   */
  show(points, series, axis) {
    const at = this.#cursor === null ? null : this.#points[this.#cursor]?.at;
    this.#points = points;
    this.#series = series;
    this.#axis = axis;
    const place = at === null ? -1 : points.findIndex(point => point.at >= at);
    this.#cursor = place < 0 ? null : place;
    this.#redraw();
  }

  #redraw() {
    const width = this.#host.clientWidth;
    if (!this.#axis || width === 0) {
      return;
    }
    this.#svg.setAttribute('width', width);
    this.#svg.setAttribute('height', HEIGHT);
    this.#svg.setAttribute('viewBox', `0 0 ${width} ${HEIGHT}`);
    this.#scale(width);
    const lines = this.#series.flatMap(series => this.#line(series));
    this.#svg.replaceChildren(...this.#grid(width), ...lines, this.#marks);
    if (this.#points.length === 0) {
      const empty = draw('text', {x: width / 2, y: HEIGHT / 2, 'text-anchor': 'middle'});
      empty.textContent = 'no figures yet';
      this.#svg.append(empty);
    }
    this.#drawCursor();
  }

  #scale(width) {
    const window = windowOf(this.#points);
    const last = this.#points.length > 0 ? this.#points[this.#points.length - 1].at : Date.now();
    const figures = this.#points.flatMap(point => this.#series.map(series => point[series.key] ?? 0));
    const highest = Math.max(this.#axis.least, ...figures);
    const step = this.#axis.step(highest / 4);
    const top = Math.ceil(highest / step - 1e-9) * step;
    this.#scales = {
      window, last, step, top,
      x: at => LEFT + (1 - (last - at) / window) * (width - LEFT - RIGHT),
      y: figure => TOP + (1 - figure / top) * (HEIGHT - TOP - BOTTOM),
    };
  }

  #grid(width) {
    const {window, last, step, top, x, y} = this.#scales;
    const drawn = [];
    for (let figure = 0; figure <= top + step / 2; figure += step) {
      drawn.push(draw('line', {class: figure === 0 ? 'base' : 'rule', x1: LEFT, x2: width - RIGHT, y1: y(figure), y2: y(figure)}));
      drawn.push(label((this.#axis.scale ?? this.#axis.format)(figure), {x: LEFT - 8, y: y(figure) + 4, 'text-anchor': 'end'}));
    }
    const every = window / (width < 420 ? 3 : 5) > 600_000 ? (width < 420 ? 1_200_000 : 600_000)
        : window > 900_000 ? 300_000 : window > 300_000 ? 180_000 : 60_000;
    for (let at = Math.ceil((last - window) / every) * every; at <= last; at += every) {
      drawn.push(draw('line', {class: 'tick', x1: x(at), x2: x(at), y1: HEIGHT - BOTTOM, y2: HEIGHT - BOTTOM + 4}));
      if (x(at) > LEFT + 14 && x(at) < width - RIGHT - 12) {
        drawn.push(label(shortClock(at), {x: x(at), y: HEIGHT - 6, 'text-anchor': 'middle'}));
      }
    }
    return drawn;
  }

  #line(series) {
    const {x, y, last, window} = this.#scales;
    let path = '';
    let area = '';
    let open = null;
    const base = y(0).toFixed(1);
    for (const point of this.#points) {
      const figure = point[series.key];
      if (figure === null || figure === undefined || point.at < last - window) {
        area += open === null ? '' : `L${open} ${base}Z`;
        open = null;
        continue;
      }
      const place = x(point.at).toFixed(1);
      const height = y(figure).toFixed(1);
      path += `${open === null ? 'M' : 'L'}${place} ${height}`;
      area += open === null ? `M${place} ${base}L${place} ${height}` : `L${place} ${height}`;
      open = place;
    }
    area += open === null ? '' : `L${open} ${base}Z`;
    return [draw('path', {class: `area ${series.name}`, d: area}), draw('path', {class: `line ${series.name}`, d: path})];
  }

  #pointAt(event) {
    if (!this.#scales || this.#points.length === 0) {
      return;
    }
    const place = event.clientX - this.#host.getBoundingClientRect().left;
    let nearest = 0;
    this.#points.forEach((point, index) => {
      if (Math.abs(this.#scales.x(point.at) - place) < Math.abs(this.#scales.x(this.#points[nearest].at) - place)) {
        nearest = index;
      }
    });
    this.#moveTo(nearest);
  }

  #key(event) {
    const last = this.#points.length - 1;
    const from = this.#cursor ?? last;
    const steps = {ArrowLeft: from - 1, ArrowRight: from + 1, PageUp: from - 10, PageDown: from + 10, Home: 0, End: last};
    if (event.key === 'Escape') {
      this.#moveTo(null);
    } else if (event.key in steps && last >= 0) {
      event.preventDefault();
      this.#moveTo(Math.min(last, Math.max(0, steps[event.key])));
    }
  }

  #moveTo(index) {
    this.#cursor = index;
    this.#drawCursor();
  }

  #drawCursor() {
    const point = this.#cursor === null ? null : this.#points[this.#cursor];
    this.#marks.replaceChildren();
    this.#value.hidden = !point;
    if (!point) {
      return;
    }
    const {x, y} = this.#scales;
    const place = x(point.at);
    this.#marks.append(draw('line', {x1: place, x2: place, y1: TOP, y2: HEIGHT - BOTTOM}));
    const words = [];
    for (const series of this.#series) {
      const figure = point[series.key];
      const known = figure !== null && figure !== undefined;
      if (known) {
        this.#marks.append(draw('circle', {class: series.name, cx: place, cy: y(figure), r: 4}));
      }
      words.push(`${series.label} ${known ? this.#axis.format(figure) : 'not known'}`.trim());
    }
    this.#value.textContent = `${clock(point.at)}  ${words.join(' · ')}`;
    this.#value.classList.toggle('left', place > this.#host.clientWidth / 2);
  }
}

function label(text, attributes) {
  const element = draw('text', attributes);
  element.textContent = text;
  return element;
}
