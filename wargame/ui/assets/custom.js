/* Loaded by every page: what Solara's template leaves out, the theme, and a watch over the connection. */
(() => {
  const root = document.documentElement;
  root.lang = 'en-GB';
  const view = document.querySelector('meta[name="viewport"]');
  if (view) view.content = 'width=device-width, initial-scale=1';   // people may zoom
  for (const name of ['charts.js', 'links.js']) {
    const script = document.createElement('script');
    script.src = '/wg/' + name; script.async = false; document.head.appendChild(script);
  }

  // -- light and dark: what the person chose, else what the machine says -----------------------------------
  const asked = window.matchMedia('(prefers-color-scheme: dark)');
  const kept = () => { try { return localStorage.getItem('wg-theme'); } catch (e) { return null; } };
  const apply = () => {
    const dark = (kept() || (asked.matches ? 'dark' : 'light')) === 'dark';
    root.dataset.theme = dark ? 'dark' : 'light';
    window.dispatchEvent(new CustomEvent('wg-theme', {detail: root.dataset.theme}));
  };
  window.wgTheme = {
    toggle() { try { localStorage.setItem('wg-theme', root.dataset.theme === 'dark' ? 'light' : 'dark'); } catch (e) { /* private mode */ } apply(); },
  };
  asked.addEventListener('change', apply);
  window.addEventListener('storage', (e) => { if (e.key === 'wg-theme') apply(); });
  apply();

  // -- the connection: Solara waits up to a minute between its own tries and gives up after seven ----------
  const badge = document.createElement('div');
  badge.id = 'wg-connection'; badge.setAttribute('role', 'status'); badge.setAttribute('aria-live', 'polite');
  document.body.appendChild(badge);
  const tell = (text) => { if (badge.textContent !== text) badge.textContent = text; badge.style.display = text ? 'block' : 'none'; };
  let asking = false, lostAt = 0, leaving = false, missed = 0, ticks = 0;
  const reload = () => { leaving = true; location.reload(); };
  // Solara gives a page up that a slow server did not answer in time, and asks people to load it again
  const givenUp = () => { const app = document.getElementById('app'); return !!(app && app.__vue__ && app.__vue__.$root.needsRefresh); };
  // a network that falls silent closes nothing: the socket looks open for minutes, so the server is asked now and then
  const listen = async (kernel) => {
    ticks += 1;
    if (asking || (!missed && ticks % 5)) { if (missed < 2) tell(''); return; }
    asking = true;
    try {
      const answer = await fetch('/readyz', {cache: 'no-store', signal: AbortSignal.timeout(3000)});
      if (answer.status === 401) reload();
      else if (missed >= 2) kernel.reconnect().catch(() => {});   // what was said meanwhile may be lost on the old socket
      missed = 0; tell('');
    } catch (e) { missed += 1; if (missed >= 2) tell('Connection to the game lost. Nothing is lost; trying again…'); }
    finally { asking = false; }
  };
  setInterval(async () => {
    const kernel = window.solara && solara.debug && solara.debug.kernel && solara.debug.kernel();
    if (!kernel || leaving) return;
    if (kernel.connectionStatus === 'connected' && !givenUp()) { lostAt = 0; await listen(kernel); return; }
    missed = 0;
    lostAt = lostAt || Date.now();
    if (Date.now() - lostAt > 1500) tell('Connection to the game lost. Nothing is lost; trying again…');
    if (asking) return;
    asking = true;
    try {
      const answer = await fetch('/readyz', {cache: 'no-store', signal: AbortSignal.timeout(2000)});
      if (answer.status === 401 || (answer.ok && givenUp())) reload();   // 401: no longer at this table, and the door says so
      else if (answer.ok && kernel.connectionStatus !== 'connected') {
        if (Date.now() - lostAt > 30000) reload(); else kernel.reconnect().catch(() => {});
      }
    } catch (e) { /* not back yet: the next second asks again */ } finally { asking = false; }
  }, 1000);
})();
