// The few ways in which this page is written to. Text goes in as text, never as markup.

export const STATES = {OK: 'ok', WARNING: 'warning', FAILING: 'failing'};

const elements = new Map();

function find(selector) {
  let element = elements.get(selector);
  if (!element) {
    element = document.querySelector(selector);
    elements.set(selector, element);
  }
  return element;
}

export function named(test) {
  return find(`[data-test="${test}"]`);
}

export function list(name) {
  return find(`[data-list="${name}"]`);
}

/** Writes a text, and only if it is another one, so that a selection and a screen reader's place survive. */
export function write(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

/** Writes a figure: as people read it, and raw for whoever reads the page by machine. */
export function figure(test, text, raw) {
  const element = named(test);
  write(element, text);
  if (raw === null || raw === undefined) {
    element.removeAttribute('data-value');
  } else {
    element.setAttribute('data-value', String(raw));
  }
  return element;
}

/** A new element. */
export function make(tag, className, text) {
  const element = document.createElement(tag);
  if (className) {
    element.className = className;
  }
  if (text !== undefined) {
    element.textContent = text;
  }
  return element;
}

/** A new element of a picture. */
export function draw(tag, attributes) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    element.setAttribute(name, String(value));
  }
  return element;
}

/** The icon of a state; colour alone never tells. */
export function icon(state) {
  const svg = draw('svg', {class: 'icon', 'aria-hidden': 'true'});
  svg.append(draw('use', {href: `#icon-${state}`}));
  return svg;
}

/** Gives a part of the page its state: colour, icon and, where there is room for it, the word. */
export function state(element, name) {
  if (element.dataset.state === name) {
    return;
  }
  element.dataset.state = name;
  element.querySelector('use').setAttribute('href', `#icon-${name}`);
  const word = element.querySelector('.word');
  if (word) {
    word.textContent = name;
  }
}
