
(() => {
'use strict';

const HIDDEN = '******';
const SVG = 'http://www.w3.org/2000/svg';
const FIRST_ROWS = 100;
const query = new URLSearchParams(location.search);
const tenant = query.get('tenant');
const byId = (id) => document.getElementById(id);

let shown = null;
let timer = 0;
let loading = false;
let charts = [];
const unfolded = new Set();
const filters = new Map();

// What is not seen, or turns text around, is shown by its number. Text is only ever put into text nodes.
const visible = (text) => String(text).replace(
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g,
  (c) => '\\u' + c.charCodeAt(0).toString(16).padStart(4, '0'));

const fill = (element, attributes, children) => {
  for (const [key, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === 'function') element.addEventListener(key, value);
    else element.setAttribute(key, value === true ? '' : value);
  }
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false || child === '') continue;
    element.append(child instanceof Node ? child : document.createTextNode(visible(child)));
  }
  return element;
};
const h = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);
const s = (tag, attributes, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);

const count = (n, one, many) => n.toLocaleString('en') + ' ' + (n === 1 ? one : many || one + 's');
const two = (n) => String(n).padStart(2, '0');
const clock = (date) => two(date.getHours()) + ':' + two(date.getMinutes()) + ':' + two(date.getSeconds());
const day = (date) => date.getFullYear() + '-' + two(date.getMonth() + 1) + '-' + two(date.getDate());
const minute = (iso) => {
  if (!iso) return '';
  const date = new Date(iso);
  return day(date) + ' ' + clock(date).slice(0, 5);
};
const time = (iso) => iso ? h('time', { datetime: iso, title: iso }, minute(iso)) : null;
const known = (value) => value !== null && value !== undefined;
const duration = (ms) => {
  if (!known(ms)) return '';
  if (ms < 1000) return Math.round(ms) + ' ms';
  if (ms < 10000) return (ms / 1000).toFixed(1) + ' s';
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return seconds + ' s';
  if (seconds < 3600) return Math.floor(seconds / 60) + ' min' + (seconds % 60 ? ' ' + seconds % 60 + ' s' : '');
  if (seconds < 172800) return Math.floor(seconds / 3600) + ' h' + (seconds % 3600 < 60 ? '' : ' ' + Math.floor(seconds % 3600 / 60) + ' min');
  return count(Math.round(seconds / 86400), 'day');
};
const span = (seconds) => seconds < 10 ? Math.round(seconds) + ' s' : duration(seconds * 1000);
const ago = (seconds) => span(seconds) + ' ago';
const percent = (share) => Math.floor(share * 100) + ' %';
const roughly = (seconds) => span(seconds < 120 ? seconds : seconds < 7200 ? Math.round(seconds / 60) * 60 : Math.round(seconds / 3600) * 3600);
const capital = (text) => text ? text.charAt(0).toUpperCase() + text.slice(1) : '';

const pill = (kind, text) => h('span', { class: 'pill ' + kind }, text);
const part = (title, number, ...children) => h('section', { class: 'part' },
  h('h3', {}, title, known(number) && h('span', { class: 'count' }, number.toLocaleString('en'))), children);
const track = (share, label) => {
  const inner = h('div', {});
  inner.style.width = Math.max(0, Math.min(100, share * 100)) + '%';
  return h('div', { class: 'track', role: 'progressbar', 'aria-label': label, 'aria-valuemin': 0, 'aria-valuemax': 100,
    'aria-valuenow': Math.floor(share * 100) }, inner);
};
const table = (label, columns, rows) => h('div', { class: 'scroll', 'data-label': label }, h('table', { 'aria-label': label },
  h('thead', {}, h('tr', {}, columns.map(([title, type]) => h('th', { scope: 'col', class: type }, title)))),
  rows.some((row) => row.tagName === 'TBODY') ? rows : h('tbody', {}, rows)));

const nameOf = (migrator, name) => h('button', { type: 'button', class: 'name', 'aria-haspopup': 'dialog', click: () => open(migrator, name) }, name);

const failed = (failure) => failure && h('div', { class: 'failed' },
  h('p', {}, pill('bad', 'Failed'), ' ', failure.count > 1 ? count(failure.count, 'time') + ', last ' : '',
    known(failure.ageSeconds) ? ago(failure.ageSeconds) : '', failure.sqlState ? ', SQLSTATE ' + failure.sqlState : ''),
  failure.error && (failure.error === HIDDEN ? hidden('The error') : h('p', { class: 'lines' }, failure.error)));
const hidden = (subject) => h('p', { class: 'soft small' }, subject + ' is hidden: see ',
  h('code', {}, 'management.endpoint.migrations.show-values'), '.');
const remedy = (text) => h('p', { class: 'lines remedy' }, h('span', { class: 'label' }, 'What to do'), text);
const value = (text, subject) => text === HIDDEN ? hidden(subject) : h('p', { class: 'lines' }, text);

const statusOf = (m) => {
  if (m.state === 'unavailable') return ['bad', 'Unavailable'];
  if (m.state === 'invalid') return ['bad', 'Invalid'];
  if (m.running) return ['info', m.running.blockedBy && m.running.blockedBy.length ? 'Running, blocked' : 'Running'];
  if (m.pending.some((p) => p.failure)) return ['bad', 'Failed'];
  if (m.backfills.some((b) => b.state === 'failed')) return ['bad', 'Backfill failed'];
  if (m.state === 'pending') return ['warn', m.pending.length ? count(m.pending.length, 'pending', 'pending') : 'Pending'];
  if (m.backfills.some((b) => b.active)) return ['info', 'Backfilling'];
  return ['ok', 'Current'];
};
const RANK = { bad: 3, warn: 2, info: 1, ok: 0 };

const facts = (d) => d && h('p', { class: 'facts' }, [
  d.name, d.product + ' ' + d.version, 'role ' + d.role,
  'history in ' + (d.schema ? d.schema + '.' : '') + d.table,
  d.readOnly && 'read-only', d.standby && 'standby', d.pooled && 'behind a pooler'].filter(Boolean).join(' · '));

const figures = (m) => h('dl', { class: 'figures' }, [
  ['Applied', m.applied.length], ['Pending', m.pending.length], ['Waiting', m.waiting.length],
  ['Backfills', m.backfills.length], ['Problems', m.problems.length], ['Findings', m.findings.length],
  ['Instances', m.instances.filter((i) => i.alive).length]]
  .filter(([title, n]) => n > 0 || title === 'Applied' || title === 'Pending')
  .map(([title, n]) => h('div', {}, h('dt', {}, title), h('dd', {}, n.toLocaleString('en')))));

const session = (x) => [x.backend ? 'backend ' + x.backend : x.state, x.application && 'application ' + x.application, x.role && 'role ' + x.role, x.client,
  x.backend && x.state].filter(Boolean).join(' · ');

const running = (id, m) => m.running && part('Running now', null,
  h('div', { class: 'card info' },
    h('div', { class: 'row' },
      m.running.migration ? nameOf(id, m.running.migration) : h('span', {}, 'A run of migrations'),
      known(m.running.statement) && h('span', { class: 'soft' }, 'statement ' + m.running.statement
        + (known(m.running.statements) ? ' of ' + m.running.statements : '')),
      m.running.since && h('span', { class: 'soft end' }, 'since ' + clock(new Date(m.running.since)))),
    known(m.running.percent) && h('div', {}, track(m.running.percent / 100, 'Progress of the run'),
      h('p', { class: 'soft small' }, m.running.percent + ' %')),
    h('p', { class: 'soft small' }, session(m.running)),
    m.running.query && (m.running.query === HIDDEN ? hidden('The statement') : h('p', {}, h('code', {}, m.running.query))),
    m.running.waitsFor && h('p', {}, pill('warn', 'Waits for'), ' ', h('code', {}, m.running.waitsFor))),
  m.running.blockedBy.map((b) => h('div', { class: 'card bad' },
    h('div', { class: 'row' }, pill('bad', 'Blocked by'), h('span', {}, session(b)),
      known(b.transactionSeconds) && h('span', { class: 'soft end' }, 'transaction open for '
        + span(b.transactionSeconds))),
    b.query && (b.query === HIDDEN ? hidden('Its statement') : h('p', {}, h('code', {}, b.query))))));

const problems = (id, m) => m.problems.length > 0 && part('Problems', m.problems.length,
  h('ul', {}, m.problems.map((p) => h('li', { class: 'card ' + (p.severity === 'ERROR' ? 'bad' : 'warn') },
    h('div', { class: 'row' }, pill(p.severity === 'ERROR' ? 'bad' : 'warn', capital(p.severity.toLowerCase())),
      h('code', { class: 'soft' }, p.code)),
    h('p', { class: 'lines' }, p.message.replace('\n' + HIDDEN, '')),
    p.message.endsWith('\n' + HIDDEN) && hidden('The excerpt'),
    p.remedy && remedy(p.remedy),
    p.migrations.length > 0 && h('p', { class: 'row' }, p.migrations.slice(0, 20).map((name) => nameOf(id, name)),
      p.migrations.length > 20 && h('span', { class: 'soft' }, 'and ' + (p.migrations.length - 20) + ' more'))))));

const tagsOf = (x) => [
  x.state && x.state !== 'applied' && x.state !== 'pending' && pill(x.state === 'outdated' ? 'warn' : 'bad', capital(x.state)),
  x.kind === 'repeatable' && pill('', 'Repeatable'), x.phase === 'contract' && pill('', 'Contract'),
  x.outOfOrder && pill('warn', 'Out of order'),
  x.origin && x.origin !== 'applied' && pill('', capital(x.origin))].filter(Boolean);
const tags = (x) => {
  const all = tagsOf(x);
  return all.length > 0 && h('span', { class: 'tags' }, all);
};

const pending = (id, m) => m.pending.length > 0 && part('Pending', m.pending.length,
  rows('Pending migrations, in the order in which they will run', id + '/pending', m.pending,
    [['Migration'], ['File', 'wide'], ['Statements', 'number']],
    (p) => h('tr', {},
      h('th', { scope: 'row' }, nameOf(id, p.name), tags(p), failed(p.failure)),
      h('td', { class: 'wide soft' }, h('span', { class: 'name' }, p.location)),
      h('td', { class: 'number' }, known(p.statementsDone) ? p.statementsDone + ' of ' + p.statements + ' done' : p.statements))));

const until = (w) => w.soak && (w.soak.endsAt ? 'until ' + minute(w.soak.endsAt) : 'for '
  + span(w.soak.seconds) + ' after the old release is gone');
const waiting = (id, m) => m.waiting.length > 0 && part('Waiting', m.waiting.length,
  h('ul', {}, m.waiting.map((w) => h('li', { class: 'card warn' },
    h('div', { class: 'row' }, nameOf(id, w.name), w.phase === 'contract' && pill('', 'Contract'),
      w.announced && pill('info', 'Announced'), until(w) && h('span', { class: 'soft end' }, until(w))),
    w.awaits && w.awaits.length > 0 && h('p', { class: 'row' }, h('span', { class: 'soft' }, 'Requires'),
      w.awaits.map((name) => nameOf(id, name))),
    w.reasons.length > 0 && h('ul', { class: 'small' }, w.reasons.map((reason) => h('li', {}, reason)))))));

const STATES = { failed: 'bad', cancelled: 'warn', paused: 'warn', running: 'info', verifying: 'info', done: 'ok' };
const backfills = (id, m) => m.backfills.length > 0 && part('Backfills', m.backfills.length,
  h('ul', {}, m.backfills.map((b) => h('li', { class: 'card ' + (STATES[b.state] || '') },
    h('div', { class: 'row' }, nameOf(id, b.name), pill(STATES[b.state] || '', capital(b.state)),
      h('span', { class: 'soft' }, 'table ', h('code', {}, b.table)),
      known(b.remainingSeconds) && h('span', { class: 'soft end' }, roughly(b.remainingSeconds)
        + (known(b.uncertaintySeconds) ? ' ± ' + roughly(b.uncertaintySeconds) : '') + ' left')),
    known(b.position) && track(b.position, 'Progress of ' + visible(b.name)),
    h('p', { class: 'soft small' }, [
      known(b.position) && percent(b.position),
      b.rows.toLocaleString('en') + (known(b.estimatedRows) ? ' of about ' + b.estimatedRows.toLocaleString('en') : '') + ' rows',
      b.rowsPerSecond > 0 && Math.round(b.rowsPerSecond).toLocaleString('en') + ' rows/s',
      b.skipped > 0 && count(b.skipped, 'row') + ' left out',
      b.pass > 1 && 'pass ' + b.pass,
      b.instance && (b.active ? 'by ' : 'last by ') + b.instance,
      b.cursor && b.cursor !== HIDDEN && 'up to key ' + b.cursor].filter(Boolean).join(' · ')),
    b.reason && value(b.reason, 'The reason'),
    b.lastError && b.lastError !== b.reason && value(b.lastError, 'The latest error')))));

const LEVELS = { fail: 'bad', warn: 'warn', info: 'info' };
const findings = (id, m) => m.findings.length > 0 && part('Findings', m.findings.length,
  h('p', { class: 'soft small lead' }, 'What pending migrations would do to the running application.'),
  h('ul', {}, m.findings.map((f) => h('li', { class: 'card ' + LEVELS[f.level] },
    h('div', { class: 'row' }, pill(LEVELS[f.level] || '', capital(f.level)), h('code', {}, f.rule),
      known(f.predictedMs) && h('span', { class: 'soft' }, 'about ' + duration(f.predictedMs)),
      h('span', { class: 'end' }, nameOf(id, f.migration), h('span', { class: 'soft' }, ', line ' + f.line))),
    h('p', { class: 'lines' }, f.message),
    f.evidence.length > 0 && h('ul', { class: 'small soft' }, f.evidence.map((e) => h('li', {}, e))),
    f.dismissal && h('p', { class: 'soft small' }, 'Does no harm here: ' + f.dismissal),
    f.allowed && h('p', { class: 'soft small' }, 'Allowed: ' + f.allowed)))));

const instances = (id, m) => m.instances.length > 0 && part('Instances', m.instances.length,
  m.releases.length > 0 && h('div', { class: 'shares', role: 'img', 'aria-label': m.releases.map(releaseText).join('; ') },
    m.releases.map((r) => {
      const share = h('div', {});
      share.style.flex = r.share + ' 0 0';
      return share;
    })),
  m.releases.length > 0 && h('p', { class: 'soft small' }, m.releases.map(releaseText).join(' · ')),
  rows('Instances of the application', id + '/instances', m.instances,
    [['Host'], ['Release'], ['Heartbeat', 'tight'], ['State', 'tight']],
    (i) => h('tr', {},
      h('th', { scope: 'row' }, h('span', { class: 'name' }, i.host || i.id)),
      h('td', {}, i.application ? i.application + ' ' : '', i.release || h('span', { class: 'soft' }, 'not known')),
      h('td', { class: 'tight' }, ago(i.ageSeconds)),
      h('td', { class: 'tight' }, !i.alive ? pill('bad', 'Gone') : i.knowsAll ? pill('ok', 'Alive') : pill('warn', 'Alive, older')))));
const releaseText = (r) => (r.application ? r.application + ' ' : '') + (r.release || '(release not known)') + ': '
  + count(r.instances, 'instance') + ', ' + Math.round(r.share * 100) + ' %';

// A table of which at most the first rows are there until more are asked for.
const rows = (label, key, list, columns, row) => {
  const all = unfolded.has(key) || list.length <= FIRST_ROWS;
  return [table(label, columns, (all ? list : list.slice(0, FIRST_ROWS)).map(row)), !all && more(key, list.length)];
};
const more = (key, n) => h('p', { class: 'more' }, h('button', { type: 'button', id: key + '/more', click: () => {
  unfolded.add(key);
  render();
} }, 'Show all ' + n.toLocaleString('en')));

const sum = (list) => list.reduce((total, a) => total + (a.executionMs || 0), 0);
const groups = (list) => {
  const all = [];
  for (const a of list) {
    const last = all[all.length - 1];
    if (last && last.release === (a.release || null)) last.list.push(a);
    else all.push({ release: a.release || null, list: [a] });
  }
  return all;
};
const releaseName = (group) => group.release || 'Release not known';

const applied = (id, m) => {
  if (m.applied.length === 0) {
    return part('Applied', 0, h('p', { class: 'soft' }, 'Nothing is applied yet.'));
  }
  const key = id + '/applied';
  const body = h('div', {});
  const draw = () => {
    body.replaceChildren(...appliedRows(id, key, m));
    scrolls();
  };
  draw();
  return part('Applied', m.applied.length, timeline(id, m.applied),
    m.applied.length > 20 && h('p', { class: 'filter' }, h('label', { for: key + '/filter' }, 'Filter'),
      h('input', { id: key + '/filter', type: 'search', value: filters.get(key) || '', autocomplete: 'off',
        placeholder: 'Name, release or state', input: (event) => {
          filters.set(key, event.target.value);
          draw();
        } })),
    body);
};
const appliedRows = (id, key, m) => {
  const wanted = (filters.get(key) || '').trim().toLowerCase();
  const list = m.applied.slice().reverse().filter((a) => !wanted
    || [a.name, a.description, a.release, a.state].some((text) => text && text.toLowerCase().includes(wanted)));
  const all = unfolded.has(key) || list.length <= FIRST_ROWS;
  if (list.length === 0) return [h('p', { class: 'soft' }, 'None of that kind.')];
  return [table('Applied migrations, the latest first',
    [['Migration'], ['Applied', 'wide'], ['By', 'wide'], ['Duration', 'number']],
    groups(all ? list : list.slice(0, FIRST_ROWS)).map((group) => h('tbody', {},
      h('tr', {}, h('th', { scope: 'rowgroup', colspan: 4, class: 'group' }, releaseName(group),
        h('span', { class: 'soft' }, count(group.list.length, 'migration') + ', ' + duration(sum(group.list))))),
      group.list.map((a) => h('tr', {},
        h('th', { scope: 'row' }, nameOf(id, a.name), tags(a), h('span', { class: 'under' }, minute(a.appliedAt)),
          failed(a.failure)),
        h('td', { class: 'wide time' }, time(a.appliedAt)),
        h('td', { class: 'wide soft' }, [a.appliedBy, a.appliedFrom].filter(Boolean).join(' · ')),
        h('td', { class: 'number' }, duration(a.executionMs))))))),
    !all && more(key, list.length)].filter(Boolean);
};

const TICKS = [1, 10, 100, 1000, 10000, 60000, 600000, 3600000, 36000000, 360000000];
const timeline = (id, list) => {
  const readout = h('p', { class: 'readout', 'aria-live': 'polite' });
  const chart = h('div', { class: 'chart', id: id + '/timeline', tabindex: 0, role: 'group',
    'aria-label': 'Timeline. The arrow keys go from migration to migration, Enter opens one.' });
  const summary = count(list.length, 'migration') + ' in ' + count(groups(list).length, 'release')
    + ', ' + duration(sum(list)) + ' in all; the longest took '
    + duration(list.reduce((most, a) => Math.max(most, a.executionMs || 0), 0));
  readout.textContent = summary;
  charts.push(() => draw(id, list, chart, readout, summary));
  return h('figure', { class: 'timeline' }, readout, chart);
};
const draw = (id, list, chart, readout, summary) => {
  const width = Math.max(240, Math.floor(chart.clientWidth));
  const left = 48, top = 6, height = 132, base = top + height;
  const each = Math.max(1, Math.ceil(list.length * 3 / (width - left)));
  const bars = [];
  let parity = -1;
  for (const group of groups(list)) {
    parity++;
    for (let i = 0; i < group.list.length; i += each) {
      bars.push({ list: group.list.slice(i, i + each), group, first: i === 0, parity: parity % 2 });
    }
  }
  const slot = Math.min(28, (width - left) / bars.length);
  const gap = slot >= 6 ? 2 : slot >= 3 ? 1 : 0;
  const most = list.reduce((max, a) => Math.max(max, a.executionMs || 0), 10);
  const ticks = TICKS.slice(0, Math.max(2, TICKS.findIndex((tick) => tick >= most) + 1 || TICKS.length));
  const scale = (ms) => Math.log10(Math.max(ms, 0.5) / 0.4);
  const high = scale(Math.max(ticks[ticks.length - 1], most));
  const y = (ms) => base - height * scale(ms) / high;
  const svg = s('svg', { viewBox: '0 0 ' + width + ' ' + (base + 38), height: base + 38, role: 'img', 'aria-label':
    'Durations in the order in which the migrations were applied: ' + summary });
  for (const tick of ticks) {
    svg.append(s('line', { class: 'grid', x1: left, x2: width, y1: y(tick), y2: y(tick) }),
      s('text', { x: left - 8, y: y(tick) + 4, 'text-anchor': 'end' }, duration(tick).replace('.0', '')));
  }
  let free = left;
  bars.forEach((bar, i) => {
    const x = left + i * slot;
    bar.most = bar.list.reduce((max, a) => Math.max(max, known(a.executionMs) ? a.executionMs : -1), -1);
    const off = bar.list.some((a) => a.state === 'changed' || a.state === 'missing');
    const to = bar.most < 0 ? base - 6 : y(bar.most);
    svg.append(s('rect', { x: x + gap / 2, width: Math.max(0.5, slot - gap), y: to, height: base - to,
      rx: slot > 8 ? 2 : 0, class: off ? 'off' : bar.most < 0 ? 'none' : 'b' + bar.parity }));
    if (bar.first) {
      const full = visible(releaseName(bar.group));
      const name = full.length > 24 ? full.slice(0, 23) + '…' : full;
      const date = bar.group.list[0].appliedAt ? day(new Date(bar.group.list[0].appliedAt)) : '';
      const needs = Math.max(name.length * 7, date.length * 6.4) + 14;
      if (x >= free && (x + needs <= width || i === 0)) {
        svg.append(s('line', { class: 'base', x1: x + .5, x2: x + .5, y1: base, y2: base + 30 }),
          s('text', { class: 'release', x: x + 6, y: base + 16 }, name), s('text', { x: x + 6, y: base + 30 }, date));
        free = x + needs;
      }
      else {
        svg.append(s('line', { class: 'base', x1: x + .5, x2: x + .5, y1: base, y2: base + 5 }));
      }
    }
  });
  svg.append(s('line', { class: 'base', x1: left, x2: width, y1: base, y2: base }));
  const at = s('rect', { class: 'at', y: top, height, width: Math.max(2, slot), visibility: 'hidden' });
  svg.append(at);
  const find = (event) => {
    const box = svg.getBoundingClientRect();
    return Math.floor(((event.clientX - box.left) * width / box.width - left) / slot);
  };
  let chosen = -1;
  const show = (index) => {
    const bar = bars[index];
    chosen = bar ? index : -1;
    at.setAttribute('visibility', bar ? 'visible' : 'hidden');
    if (bar) at.setAttribute('x', left + index * slot);
    readout.textContent = !bar ? summary : visible(bar.list.length === 1
      ? [bar.list[0].name, duration(bar.list[0].executionMs), releaseName(bar.group), minute(bar.list[0].appliedAt)]
        .filter(Boolean).join(' · ')
      : bar.list[0].name + ' and ' + (bar.list.length - 1) + ' more, at most ' + duration(bar.most) + ' · ' + releaseName(bar.group));
    svg.style.cursor = bar && bar.list.length === 1 ? 'pointer' : '';
  };
  const choose = (index) => {
    const bar = bars[index];
    if (bar && bar.list.length === 1) open(id, bar.list[0].name);
  };
  svg.addEventListener('pointermove', (event) => show(find(event)));
  svg.addEventListener('pointerleave', () => show(-1));
  svg.addEventListener('click', (event) => choose(find(event)));
  chart.onblur = () => show(-1);
  chart.onkeydown = (event) => {
    const end = bars.length - 1;
    const to = { ArrowLeft: chosen < 0 ? end : Math.max(0, chosen - 1), ArrowRight: Math.min(end, chosen + 1), Home: 0, End: end }[event.key];
    if (to !== undefined) show(to);
    else if (event.key === 'Enter') choose(chosen);
    else return;
    event.preventDefault();
  };
  chart.replaceChildren(svg);
};

const errorOf = (error) => h('div', { class: 'card bad' }, h('p', { class: 'row' }, pill('bad', 'Unavailable'), h('code', { class: 'soft' }, error.code)),
  error.description && value(error.description, 'What the database said'),
  error.action && remedy(error.action));

const database = (id, m) => {
  const [kind, text] = statusOf(m);
  return h('section', { class: 'database', 'aria-label': visible(id) },
    h('header', {}, h('div', { class: 'title' }, h('h2', {}, id), pill(kind, text)), facts(m.database)),
    m.error ? errorOf(m.error) : [figures(m), running(id, m), problems(id, m), pending(id, m), waiting(id, m),
      backfills(id, m), findings(id, m), applied(id, m), instances(id, m)]);
};

const tenantsOf = (id, t) => {
  const kind = t.error ? 'bad' : Object.keys(t.unavailable).length ? 'bad' : t.pending.length ? 'warn' : 'ok';
  const link = (name) => h('a', { class: 'name', href: '?tenant=' + encodeURIComponent(name) }, name);
  return h('section', { class: 'database', 'aria-label': 'Tenants' },
    h('header', {}, h('div', { class: 'title' }, h('h2', {}, 'Tenants'), pill(kind, t.error ? 'Unavailable'
      : t.ready + ' of ' + t.total + ' ready'))),
    t.error ? errorOf(t.error) : [
      t.total > 0 && h('section', { class: 'part' }, track(t.ready / t.total, 'Tenants that are ready')),
      t.pending.length > 0 && part('Pending, or something is wrong', t.pending.length,
        rows('Tenants that are not ready', id + '/tenants', t.pending, [['Tenant']],
          (name) => h('tr', {}, h('th', { scope: 'row' }, link(name))))),
      Object.keys(t.unavailable).length > 0 && part('Unavailable', Object.keys(t.unavailable).length,
        rows('Tenants that cannot be read', id + '/unavailable', Object.entries(t.unavailable), [['Tenant'], ['Why']],
          ([name, error]) => h('tr', {}, h('th', { scope: 'row' }, link(name)),
            h('td', {}, h('code', { class: 'soft' }, error.code), error.description && value(error.description, 'The error'),
              error.action && remedy(error.action)))))]);
};

// What can be scrolled can be reached by keys.
const scrolls = () => document.querySelectorAll('.scroll').forEach((box) => {
  const wide = box.scrollWidth > box.clientWidth;
  for (const [key, value] of [['tabindex', 0], ['role', 'region'], ['aria-label', box.dataset.label]]) {
    if (wide) box.setAttribute(key, value);
    else box.removeAttribute(key);
  }
});
const fit = () => {
  charts.forEach((chart) => chart());
  scrolls();
};

const render = () => {
  const focused = document.activeElement && document.activeElement.id;
  const main = byId('main');
  const contexts = Object.entries(shown.contexts);
  const all = [];
  let worst = 'ok';
  charts = [];
  const content = [];
  if (tenant !== null) content.push(h('p', { class: 'part' }, h('a', { href: location.pathname }, 'All databases and tenants')));
  for (const [context, { migrators, tenants }] of contexts) {
    const inside = Object.entries(migrators);
    if (contexts.length > 1 && (inside.length || tenants)) content.push(h('p', { class: 'over' }, 'Context ' + context));
    for (const [id, migrator] of inside) {
      const [kind, text] = statusOf(migrator);
      if (RANK[kind] > RANK[worst]) worst = kind;
      all.push([kind, id, text]);
      content.push(database(id, migrator));
    }
    if (tenants) content.push(tenantsOf(context, tenants));
  }
  if (content.length === 0) content.push(h('p', { class: 'soft' }, 'There is no database to migrate.'));
  main.replaceChildren(...content);
  fit();
  const application = contexts.length ? contexts[0][0] : '';
  byId('application').textContent = visible(application);
  const text = all.length === 1 ? all[0][2] : worst === 'ok' ? 'All ' + all.length + ' current'
    : all.filter(([kind]) => kind === worst).map(([, id, state]) => id + ': ' + state.toLowerCase()).slice(0, 3).join('; ');
  if (all.length) {
    byId('overall').replaceChildren(...(all.length > 1 ? [pill(worst, text)] : []));
    document.title = visible(text + ' – Migrations of ' + application);
    if (byId('announcement').textContent !== visible(text)) byId('announcement').textContent = visible(text);
  }
  if (focused && byId(focused) && document.activeElement.id !== focused) byId(focused).focus();
};

const busy = () => shown !== null && Object.values(shown.contexts).some(({ migrators }) => Object.values(migrators)
  .some((m) => m.running || m.backfills.some((b) => b.active)));

const read = async (url) => {
  const response = await fetch(url, { headers: { Accept: 'application/json' }, cache: 'no-store', credentials: 'same-origin' });
  const type = response.headers.get('Content-Type') || '';
  if (response.status === 404) throw new Error('Nobody knows that (404).');
  if (!response.ok) throw new Error('The application answered with status ' + response.status + '.');
  if (!type.includes('json')) throw new Error('The answer is not JSON. Has the session ended? Load the page again.');
  return response.text();
};

let anew = false;
// The latest are asked for again, and all others only once.
const complete = async (next, path) => {
  for (const [context, { migrators }] of Object.entries(next.contexts)) {
    for (const [id, m] of Object.entries(migrators)) {
      if (!m.appliedTotal) continue;
      const before = !anew && shown && shown.contexts[context] && shown.contexts[context].migrators[id];
      const since = m.applied.findIndex((a) => !before || !before.applied.some((b) => b.name === a.name));
      if (!before || m.appliedTotal !== before.applied.length + (since < 0 ? 0 : m.applied.length - since)) {
        return JSON.parse(await read(path + (path.includes('?') ? '&' : '?') + 'applied=all'));
      }
      const told = new Map(m.applied.map((a) => [a.name, a]));
      m.applied = before.applied.map((b) => told.get(b.name) || b).concat(since < 0 ? [] : m.applied.slice(since));
    }
  }
  return next;
};

let last = '';
const load = async () => {
  if (loading) return;
  loading = true;
  clearTimeout(timer);
  const failure = byId('failure');
  try {
    const path = location.pathname + (tenant !== null ? '?tenant=' + encodeURIComponent(tenant) : '');
    const text = await read(path);
    if (text !== last) {
      shown = await complete(JSON.parse(text), path);
      last = text;
      anew = false;
      render();
    }
    failure.hidden = true;
    byId('updated').textContent = 'As of ' + clock(new Date());
  }
  catch (error) {
    failure.textContent = visible('This could not be updated. ' + error.message);
    failure.hidden = false;
  }
  loading = false;
  const on = busy();
  byId('polling').textContent = on ? 'Updated every 2 seconds while something runs.' : '';
  if (on && !document.hidden) timer = setTimeout(load, 2000);
};

const pairs = (list) => h('dl', { class: 'pairs' }, list.filter(([, text]) => known(text) && text !== '')
  .map(([title, text]) => [h('dt', {}, title), h('dd', {}, text)]));
const detailsOf = (d) => {
  const a = d.applied || {}, p = d.pending || {};
  return [
    d.error && errorOf(d.error),
    pairs([
      ['State', d.state && capital(d.state)], ['Version', a.version || p.version],
      ['Description', a.description || p.description], ['Kind', a.kind || p.kind], ['Phase', a.phase || p.phase],
      ['File', d.location && h('span', { class: 'name' }, d.location)], ['Applied', time(a.appliedAt)], ['Duration', duration(a.executionMs)],
      ['By', a.appliedBy], ['From', a.appliedFrom], ['Release', a.release], ['Origin', a.origin],
      ['Checksum', (a.checksum || p.checksum) && h('code', {}, a.checksum || p.checksum)], ['Database', d.migrator]]),
    failed(a.failure) || failed(p.failure),
    h('h3', {}, 'Script'),
    d.script === HIDDEN ? hidden('The script') : d.script ? h('pre', { tabindex: 0, 'aria-label': 'Script' }, d.script)
      : h('p', { class: 'soft' }, 'Its file is gone.'),
    d.log.length > 0 && [h('h3', {}, 'Log'), table('Log, the latest first',
      [['When'], ['What'], ['Duration', 'number'], ['By', 'wide']],
      d.log.map((entry) => h('tr', {},
        h('td', { class: 'time' }, time(entry.at)),
        h('td', {}, entry.sqlState || entry.error ? pill('bad', capital(entry.action)) : capital(entry.action),
          entry.count > 1 ? ' ' + count(entry.count, 'time') : '', entry.release ? ' in ' + entry.release : '',
          entry.sqlState ? ', SQLSTATE ' + entry.sqlState : '', entry.error && value(entry.error, 'The error')),
        h('td', { class: 'number' }, duration(entry.executionMs)),
        h('td', { class: 'wide soft' }, [entry.by, entry.from].filter(Boolean).join(' · ')))))]].flat().filter(Boolean);
};
const open = async (migrator, name) => {
  const details = byId('details');
  byId('dialog-name').textContent = visible(name);
  details.replaceChildren(h('p', { class: 'soft' }, 'Loading …'));
  byId('dialog').showModal();
  try {
    const text = await read(location.pathname.replace(/\/$/, '') + '/' + encodeURIComponent(name)
      + (tenant !== null ? '?tenant=' : '?migrator=') + encodeURIComponent(migrator));
    details.replaceChildren(...detailsOf(JSON.parse(text)));
    scrolls();
  }
  catch (error) {
    details.replaceChildren(h('p', { class: 'note bad', role: 'alert' }, error.message));
  }
};

byId('close').addEventListener('click', () => byId('dialog').close());
byId('dialog').addEventListener('click', (event) => {
  if (event.target === byId('dialog')) byId('dialog').close();
});
byId('refresh').addEventListener('click', () => {
  anew = true;
  last = '';
  load();
});
document.addEventListener('visibilitychange', () => {
  if (!document.hidden && busy()) load();
});
let resizing = 0;
window.addEventListener('resize', () => {
  clearTimeout(resizing);
  resizing = setTimeout(fit, 100);
});
byId('zone').textContent = ' (' + Intl.DateTimeFormat().resolvedOptions().timeZone + ')';
load();
})();
