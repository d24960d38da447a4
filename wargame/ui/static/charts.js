/* One description of a chart, drawn alike on live pages and in the one-file report.
 *
 * wgCharts.draw(element, spec) -> {update(spec), close()};  wgCharts.csv(spec) -> text;  wgCharts.save(spec)
 * A spec says what is shown (kind, x, series, bands, unit), never how: colours, fonts and axes are chosen here.
 */
window.wgCharts = (() => {
  const NAMED = {accent: '--wg-accent', muted: '--wg-muted', good: '--wg-good', bad: '--wg-bad', warn: '--wg-warn', ink: '--wg-ink'};
  const FONT = 'Roboto, Inter, "Segoe UI", system-ui, sans-serif';
  /* How a line is broken: drawn through, dashed, and further ways where lines share a colour. */
  const DASHES = ['solid', 'dashed', 'dotted', [12, 4, 2, 4], [2, 6], [16, 5]];
  let engine = null;

  /* ECharts: inlined in a report, else fetched once from this server. */
  function load() {
    if (window.echarts) return Promise.resolve(window.echarts);
    engine = engine || new Promise((done, failed) => {
      const ask = () => (window.requirejs ? window.requirejs(['/wg/echarts.min.js'], done, failed) : setTimeout(ask, 50));
      ask();
    });
    return engine;
  }

  const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const dark = () => document.documentElement.dataset.theme === 'dark';

  /* Nation colours are chosen for a light page: on a dark one they are lifted, so that lines keep their contrast. */
  function colour(name) {
    if (!name) return css('--wg-accent');
    if (NAMED[name]) return css(NAMED[name]);
    if (!dark() || !/^#[0-9a-f]{6}$/i.test(name)) return name;
    const part = (k) => Math.round(parseInt(name.slice(k, k + 2), 16) * 0.68 + 255 * 0.32).toString(16).padStart(2, '0');
    return '#' + part(1) + part(3) + part(5);
  }

  function figure(value, spec) {
    if (value === null || value === undefined || Number.isNaN(value)) return '–';
    if (spec.percent) return (100 * value).toFixed(Math.abs(value) < 0.1 ? 1 : 0) + ' %';
    const size = Math.abs(value), digits = size >= 100 ? 0 : size >= 1 || size === 0 ? 1 : 2;
    return value.toFixed(digits).replace('-', '\u2212');
  }
  const unit = (spec) => (spec.percent || !spec.unit ? '' : ' ' + spec.unit);
  const safe = (text) => String(text).replace(/[&<>"]/g, (c) => ({'&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;'}[c]));

  function tooltip(spec) {
    return {
      trigger: 'axis', confine: true, backgroundColor: css('--wg-card'), borderColor: css('--wg-line'), borderWidth: 1,
      textStyle: {color: css('--wg-ink'), fontSize: 12, fontFamily: FONT}, axisPointer: {type: spec.kind === 'lines' || spec.kind === 'stack' ? 'line' : 'shadow', lineStyle: {color: css('--wg-line-strong')}, shadowStyle: {opacity: .12}},
      formatter(points) {
        const k = points[0].dataIndex, rows = [`<b>${safe(spec.x.values[k])}</b>`];
        for (const s of spec.series) {
          const v = s.values ? s.values[k] : null;
          const spans = [...(s.bands || []), ...(s.low ? [{name: spec.interval || 'interval', low: s.low, high: s.high}] : [])]
            .filter((b) => b.low[k] !== null && b.low[k] !== undefined)
            .map((b) => `${safe(b.name)}: ${figure(b.low[k], spec)} to ${figure(b.high[k], spec)}`);
          if ((v === null || v === undefined) && !spans.length) continue;
          const dot = `<span style="display:inline-block;width:9px;height:9px;border-radius:50%;margin-right:6px;background:${colour(s.colour)}"></span>`;
          rows.push(`${dot}${safe(s.name)} <b>${figure(v, spec)}${safe(unit(spec))}</b>` + (spans.length ? `<br><span style="opacity:.8;margin-left:15px">${spans.join('; ')}</span>` : ''));
        }
        return rows.join('<br>');
      },
    };
  }

  function axes(spec) {
    const ink = css('--wg-muted'), line = css('--wg-line');
    const names = {type: 'category', data: spec.x.values.map(String), axisLine: {lineStyle: {color: line}}, axisTick: {show: false}, axisLabel: {color: ink, fontSize: 11, fontFamily: FONT, hideOverlap: true}};
    const [low, high] = spec.range || [null, null];
    const numbers = {type: 'value', scale: !spec.zero && spec.kind !== 'bars' && spec.kind !== 'stack', min: low === null ? undefined : low, max: high === null ? undefined : high, interval: spec.range && low !== null && high !== null ? (high - low) / 4 : undefined, splitNumber: 4,
      axisLine: {show: false}, splitLine: {lineStyle: {color: line}}, axisLabel: {color: ink, fontSize: 11, fontFamily: FONT, hideOverlap: true, formatter: (v) => (spec.percent ? Math.round(100 * v) + ' %' : String(+v.toFixed(6)).replace('-', '\u2212'))}};
    return {names, numbers};
  }

  function band(s, b, n, opacity) {
    const c = colour(s.colour), gap = b.high.map((h, k) => (h === null || b.low[k] === null ? null : h - b.low[k]));
    const shared = {type: 'line', stack: s.id + n, stackStrategy: 'all', symbol: 'none', silent: true, itemStyle: {color: c}, lineStyle: {opacity: 0}, tooltip: {show: false}, z: 1};
    return [{...shared, id: s.id + n + 'low', name: s.name, data: b.low}, {...shared, id: s.id + n + 'gap', name: s.name, data: gap, areaStyle: {color: c, opacity}}];
  }

  function lines(spec) {
    return spec.series.flatMap((s) => {
      const c = colour(s.colour), bands = s.bands || [];
      const drawn = bands.flatMap((b, n) => band(s, b, n, bands.length > 1 && n === 0 ? .16 : .26));
      return [...drawn, {
        id: s.id, name: s.name, type: 'line', data: s.values, connectNulls: false, symbol: s.symbol === false ? 'none' : 'circle', symbolSize: 5, showAllSymbol: true, z: 3,
        itemStyle: {color: c}, lineStyle: {color: c, width: s.dash ? 2 : 2.4, type: DASHES[Number(s.dash) % DASHES.length]}, step: spec.step ? 'end' : false, emphasis: {focus: spec.series.length > 1 ? 'series' : 'none'},
      }];
    });
  }

  function stack(spec) {
    return spec.series.map((s) => ({id: s.id, name: s.name, type: 'line', stack: 'all', data: s.values, symbol: 'none', itemStyle: {color: colour(s.colour)}, lineStyle: {width: 1.2, color: colour(s.colour)}, areaStyle: {color: colour(s.colour), opacity: .75}, emphasis: {focus: 'series'}}));
  }

  /* Error bars, drawn by hand: ECharts has none. */
  function whiskers(s, spec, across, place, count) {
    return {
      id: s.id + 'whiskers', name: s.name, type: 'custom', silent: true, z: 5, tooltip: {show: false}, encode: across ? {x: [1, 2], y: 0} : {x: 0, y: [1, 2]}, data: spec.x.values.map((_, k) => [k, s.low[k], s.high[k]]),
      renderItem(params, api) {
        if (api.value(1) === null || Number.isNaN(api.value(1))) return null;
        const at = (v) => api.coord(across ? [v, api.value(0)] : [api.value(0), v]);
        const a = at(api.value(1)), b = at(api.value(2)), step = api.size([1, 1])[across ? 1 : 0];
        const shift = count > 1 && spec.kind === 'bars' ? (place - (count - 1) / 2) * step * .72 / count : 0;
        const [x1, y1, x2, y2] = across ? [a[0], a[1] + shift, b[0], b[1] + shift] : [a[0] + shift, a[1], b[0] + shift, b[1]];
        const style = {stroke: spec.kind === 'bars' ? css('--wg-ink') : colour(s.colour), lineWidth: spec.kind === 'bars' ? 1.2 : 2.4, opacity: .9}, cap = 3.5;
        const ends = [[x1, y1], [x2, y2]].map(([x, y]) => ({type: 'line', shape: across ? {x1: x, y1: y - cap, x2: x, y2: y + cap} : {x1: x - cap, y1: y, x2: x + cap, y2: y}, style}));
        return {type: 'group', children: [{type: 'line', shape: {x1, y1, x2, y2}, style}, ...ends]};
      },
    };
  }

  function bars(spec, across) {
    const n = spec.series.length;
    return spec.series.flatMap((s, k) => [
      {id: s.id, name: s.name, type: 'bar', data: s.values.map((v, j) => (s.colours ? {value: v, itemStyle: {color: colour(s.colours[j])}} : v)), itemStyle: {color: colour(s.colour), borderRadius: 3, opacity: .9}, barCategoryGap: spec.tight ? '4%' : '28%', barMaxWidth: spec.tight ? undefined : 44},
      ...(s.low ? [whiskers(s, spec, across, k, n)] : []),
    ]);
  }

  function points(spec, across) {
    const n = spec.series.length;
    return spec.series.flatMap((s, k) => [
      ...(s.low ? [whiskers(s, spec, across, k, n)] : []),
      {id: s.id, name: s.name, type: 'scatter', data: s.values.map((v, j) => (across ? [v, j] : [j, v])), symbolSize: 9, itemStyle: {color: colour(s.colour)}, z: 6},
    ]);
  }

  function marks(spec, across) {
    const ink = css('--wg-muted'), last = spec.x.values.length - 1;
    // a text at an end of the axis stands within it, clear of the numbers beside
    const side = (x) => (across || (x > 0 && x < last) ? {} : {align: x === 0 ? 'left' : 'right'});
    const data = (spec.marks || []).map((m) => ({[across ? 'yAxis' : 'xAxis']: m.x, label: {formatter: m.text, ...side(m.x)}}));
    if (spec.kind === 'intervals') data.push({xAxis: 0, label: {formatter: ''}});
    return data.length ? {symbol: 'none', silent: true, animation: false, label: {color: ink, fontSize: 11, fontFamily: FONT, position: 'end'}, lineStyle: {color: ink, type: 'dotted', width: 1.2}, data} : undefined;
  }

  function option(spec) {
    const across = spec.kind === 'intervals' || !!spec.across;
    const {names, numbers} = axes(spec), many = spec.series.filter((s) => s.name).length > 1;
    const made = {lines, stack, bars: (s) => bars(s, across), dots: (s) => points(s, across), intervals: (s) => points(s, true)}[spec.kind](spec);
    const line = marks(spec, across);
    if (line && made.length) made[made.length - 1] = {...made[made.length - 1], markLine: line};
    if (spec.kind === 'lines' || spec.kind === 'stack') names.boundaryGap = false;
    if (across) names.inverse = true;
    return {
      animationDuration: 350, animationDurationUpdate: 350, textStyle: {fontFamily: FONT}, aria: {enabled: false},
      grid: {left: 8, right: spec.kind === 'lines' || spec.kind === 'stack' ? 22 : 12, top: (many ? 34 : 14) + ((spec.marks || []).length ? 10 : 0), bottom: 6, containLabel: true},
      legend: many ? {type: 'scroll', top: 0, left: 0, icon: 'roundRect', itemWidth: 10, itemHeight: 10, itemGap: 12, textStyle: {color: css('--wg-muted'), fontSize: 11, fontFamily: FONT}, pageIconColor: css('--wg-muted'), pageTextStyle: {color: css('--wg-muted')}, data: spec.series.map((s) => s.name)} : {show: false},
      tooltip: tooltip(spec), xAxis: across ? numbers : names, yAxis: across ? names : numbers, series: made,
    };
  }

  function draw(element, spec) {
    let chart = null, now = spec, closed = false, ids = '';
    const key = (s) => s.kind + '|' + s.series.map((each) => each.id + (each.bands || []).length + !!each.low).join('|');
    const paint = () => { const next = key(now); chart.setOption(option(now), {notMerge: next !== ids}); ids = next; };
    const restyle = () => chart && paint();
    const resize = new ResizeObserver(() => chart && element.clientWidth && chart.resize());
    load().then((echarts) => {
      if (closed) return;
      chart = echarts.init(element, null, {renderer: 'svg', height: element.clientHeight || 240});
      paint(); resize.observe(element);
      window.addEventListener('wg-theme', restyle);
    });
    return {
      update(next) { now = next; if (chart) paint(); },
      close() { closed = true; resize.disconnect(); window.removeEventListener('wg-theme', restyle); if (chart) chart.dispose(); chart = null; },
    };
  }

  // -- the numbers behind a chart ---------------------------------------------------------------------------
  function csv(spec) {
    const cell = (v) => { const t = v === null || v === undefined ? '' : String(v); return /[",\n]/.test(t) ? '"' + t.replace(/"/g, '""') + '"' : t; };
    const columns = spec.series.flatMap((s) => [
      [s.name + (spec.unit ? ` (${spec.unit})` : ''), s.values || []],
      ...(s.bands || []).flatMap((b) => [[`${s.name}, ${b.name}, low`, b.low], [`${s.name}, ${b.name}, high`, b.high]]),
      ...(s.low ? [[`${s.name}, low`, s.low], [`${s.name}, high`, s.high]] : []),
    ]);
    const head = [spec.x.name, ...columns.map((c) => c[0])];
    return [head, ...spec.x.values.map((x, k) => [x, ...columns.map((c) => c[1][k])])].map((row) => row.map(cell).join(',')).join('\n') + '\n';
  }

  function save(spec) {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([csv(spec)], {type: 'text/csv;charset=utf-8'}));
    link.download = (spec.id || 'chart').replace(/[^A-Za-z0-9_-]+/g, '-') + '.csv';
    link.click(); setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  return {draw, csv, save};
})();
