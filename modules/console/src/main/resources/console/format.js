// Figures as people read them. All of it is pure.

const NONE = '–';
const COUNT = new Intl.NumberFormat('en');
const CLOCK = new Intl.DateTimeFormat('en-GB', {hour: '2-digit', minute: '2-digit', second: '2-digit'});
const SHORT_CLOCK = new Intl.DateTimeFormat('en-GB', {hour: '2-digit', minute: '2-digit'});
const DAY = new Intl.DateTimeFormat('en-GB', {day: 'numeric', month: 'short'});

/** 0.4 s, 42 s, 4 min 12 s, 3 h 5 min, 2 d 4 h. */
export function duration(seconds) {
  if (seconds === null || seconds === undefined) {
    return NONE;
  }
  const s = Math.max(0, seconds);
  if (s < 9.95) {
    return `${s.toFixed(1)} s`;
  }
  const whole = Math.round(s);
  if (whole < 60) {
    return `${whole} s`;
  }
  if (whole < 3600) {
    return both(Math.floor(whole / 60), 'min', whole % 60, 's');
  }
  if (whole < 86400) {
    return both(Math.floor(whole / 3600), 'h', Math.floor((whole % 3600) / 60), 'min');
  }
  return both(Math.floor(whole / 86400), 'd', Math.floor((whole % 86400) / 3600), 'h');
}

/** A duration on an axis: one unit. */
export function axisDuration(seconds) {
  return seconds <= 120 ? `${seconds} s` : seconds <= 7200 ? `${+(seconds / 60).toFixed(1)} min`
      : `${+(seconds / 3600).toFixed(1)} h`;
}

function both(larger, largerUnit, smaller, smallerUnit) {
  return smaller === 0 ? `${larger} ${largerUnit}` : `${larger} ${largerUnit} ${smaller} ${smallerUnit}`;
}

/** In steps of 1024, as Postgres prints sizes: 512 B, 1.5 kB, 340 MB. */
export function bytes(count) {
  if (count === null || count === undefined) {
    return NONE;
  }
  let value = count;
  let unit = 0;
  const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];
  while (Math.abs(value) >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  const digits = unit === 0 || Math.abs(value) >= 99.95 ? 0 : 1;
  return `${value.toFixed(digits).replace(/\.0$/, '')} ${units[unit]}`;
}

export function count(number) {
  return number === null || number === undefined ? NONE : COUNT.format(number);
}

/** 0/s, 0.4/s, 12/s, 1,234/s. */
export function rate(perSecond) {
  if (perSecond === null || perSecond === undefined) {
    return NONE;
  }
  if (perSecond === 0) {
    return '0/s';
  }
  return perSecond < 9.95 ? `${Math.max(0.1, perSecond).toFixed(1)}/s` : `${COUNT.format(Math.round(perSecond))}/s`;
}

/** The time of day here, with the day before it unless that is today. */
export function clock(instant) {
  if (instant === null || instant === undefined) {
    return NONE;
  }
  const date = new Date(instant);
  const today = date.toDateString() === new Date().toDateString();
  return today ? CLOCK.format(date) : `${DAY.format(date)}, ${CLOCK.format(date)}`;
}

/** Hours and minutes. */
export function shortClock(milliseconds) {
  return SHORT_CLOCK.format(new Date(milliseconds));
}

export function plural(number, one, many) {
  return `${count(number)} ${number === 1 ? one : many}`;
}
