/* Walks through the turns of a report, draws its charts and opens its ledger. All of it reads without this. */
(() => {
  const root = document.querySelector('.wg-r'), read = (id) => JSON.parse(document.getElementById(id).textContent);
  const specs = read('wg-r-charts'), book = read('wg-r-ledger'), drawn = {}, bare = {};
  const sections = [...document.querySelectorAll('.wg-r-turn')], last = sections.length - 1, all = document.querySelector('[data-do="all"]');
  let now = last;
  root.classList.add('wg-r-live');

  /* light and dark */
  const theme = (name) => { document.documentElement.dataset.theme = name; window.dispatchEvent(new CustomEvent('wg-theme', {detail: name})); };
  theme(window.matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
  window.addEventListener('beforeprint', () => { root.dataset.was = document.documentElement.dataset.theme; theme('light'); });
  window.addEventListener('afterprint', () => { root.classList.remove('wg-r-brief'); theme(root.dataset.was || 'light'); });

  /* charts, as they come into sight */
  const marked = (id) => ({...specs[id], marks: now < specs[id].x.values.length ? [...(specs[id].marks || []), {x: now, text: now ? 'turn ' + now : 'opening'}] : specs[id].marks});
  const paint = (figure) => { const id = figure.dataset.chart; if (!drawn[id]) drawn[id] = window.wgCharts.draw(figure.querySelector('.wg-plot'), marked(id)); };
  const figures = [...document.querySelectorAll('[data-chart]')];
  figures.filter((each) => !each.closest('details.wg-r-more')).forEach(paint);
  document.querySelectorAll('details.wg-r-more').forEach((box) => box.addEventListener('toggle', () => { if (box.open) box.querySelectorAll('[data-chart]').forEach(paint); }));

  /* turns */
  function show(turn, move) {
    now = Math.max(0, Math.min(last, turn));
    sections.forEach((each, k) => { each.hidden = !all.checked && k !== now; });
    document.querySelectorAll('[data-go]').forEach((each) => (+each.dataset.go === now ? each.setAttribute('aria-current', 'true') : each.removeAttribute('aria-current')));
    for (const id of Object.keys(drawn)) drawn[id].update(marked(id));
    if (!move) return;
    history.replaceState(null, '', '#turn-' + now);
    if (all.checked) sections[now].scrollIntoView();
    sections[now].querySelector('h2').focus({preventScroll: true});
  }
  const asked = () => { const found = /^#turn-(\d+)$/.exec(location.hash); return found ? +found[1] : null; };
  window.addEventListener('hashchange', () => { if (asked() !== null) show(asked(), true); else reveal(); });
  function reveal() {
    const row = document.getElementById(decodeURIComponent(location.hash.slice(1))), box = row && row.closest('details');
    if (box) { box.open = true; row.scrollIntoView({block: 'center'}); }
  }
  document.addEventListener('keydown', (e) => {
    if (/^(INPUT|SELECT|TEXTAREA|SUMMARY)$/.test(e.target.tagName) || e.ctrlKey || e.metaKey || e.altKey) return;
    const to = {ArrowLeft: now - 1, ArrowRight: now + 1, Home: 0, End: last}[e.key];
    if (to !== undefined) { e.preventDefault(); show(to, true); }
  });
  document.addEventListener('click', (e) => {
    const link = e.target.closest('[data-go], [data-do], [data-csv]'), to = e.target.closest('a[href^="#turn-"]');
    if (to) { e.preventDefault(); show(+to.getAttribute('href').slice(6), true); sections[now].scrollIntoView({block: 'nearest'}); return; }
    if (!link) return;
    if (link.dataset.csv) window.wgCharts.save(specs[link.dataset.csv]);
    if (link.dataset.do === 'back') show(now - 1, true);
    if (link.dataset.do === 'on') show(now + 1, true);
    if (link.dataset.do === 'theme') theme(document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark');
    if (link.dataset.do === 'print') window.print();
    if (link.dataset.do === 'brief') { root.classList.add('wg-r-brief'); window.print(); }
  });
  all.addEventListener('change', () => show(now));
  show(asked() === null ? last : asked());

  /* the ledger of a turn, built when it is opened */
  const word = (k) => book.words[k], make = (name, text, kind) => { const made = document.createElement(name); if (text) made.textContent = text; if (kind) made.className = kind; return made; };
  function why(reasons) {
    return reasons.map(([text, amount, by, rule, sources]) => {
      const line = make('span', `${word(amount)} ${word(text)}${word(by) ? ', ' + word(by) : ''}`, 'wg-r-why');
      const told = make('small', word(rule) ? ' ' + word(rule) : '');
      for (const key of sources.map(word)) { const link = make('a', key); link.href = '#source-' + key; told.append(' · ', link); }
      line.append(told);
      return line;
    });
  }
  function line(row) {
    const [whose, what, before, after, change, , reasons] = row, made = make('tr');
    const name = make('th', word(whose)); name.scope = 'row';
    const cell = make('td'); cell.append(...why(reasons));
    made.append(name, make('td', word(what)), make('td', word(before), 'wg-num'), make('td', word(after), 'wg-num'), make('td', word(change), 'wg-num'), cell);
    return made;
  }
  function open(box) {
    const rows = book.turns[box.dataset.ledger] || [], find = make('div', '', 'wg-r-find');
    const typed = make('input', '', 'wg-input'); typed.type = 'search'; typed.placeholder = 'Search the ledger of this turn'; typed.setAttribute('aria-label', typed.placeholder);
    const kind = make('select', '', 'wg-select'); kind.setAttribute('aria-label', 'Kind of number'); kind.append(new Option('All kinds', ''));
    [...new Set(rows.map((row) => row[5]))].forEach((group) => kind.append(new Option(word(group), group)));
    const count = make('p', '', 'wg-note'), table = make('table', '', 'wg-table'), body = make('tbody'), head = make('tr'), wide = make('div', '', 'wg-scroll');
    ['Whose', 'Number', 'Before', 'After', 'Change', 'Why'].forEach((text, k) => { const cell = make('th', text, k > 1 && k < 5 ? 'wg-num' : ''); cell.scope = 'col'; head.append(cell); });
    table.append(make('caption', 'Numbers that changed in turn ' + box.dataset.ledger), make('thead'), body); table.tHead.append(head); wide.append(table); count.setAttribute('role', 'status');
    const texts = rows.map((row) => [row[0], row[1], ...row[6].flatMap((each) => [each[0], each[2], each[3]])].map(word).join(' ').toLowerCase());
    const fill = () => {
      const words = typed.value.toLowerCase().split(/\s+/).filter(Boolean);
      const fit = rows.filter((row, k) => (kind.value === '' || row[5] === +kind.value) && words.every((each) => texts[k].includes(each)));
      body.replaceChildren(...fit.map(line)); count.textContent = `${fit.length} of ${rows.length} numbers that changed.`;
    };
    typed.addEventListener('input', fill); kind.addEventListener('change', fill);
    find.append(typed, kind); box.append(find, count, wide); fill();
  }
  document.querySelectorAll('[data-ledger]').forEach((box) => box.addEventListener('toggle', () => { if (box.open && !box.dataset.full) { box.dataset.full = 'yes'; open(box); } }));
})();
