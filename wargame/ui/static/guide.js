/* Marks the control that a guide points to, wherever the page draws it, and tells the guide what it sees there.

   window.wgGuide is set by the guide's panel: {step, point, mark, type, open, told, shows, tell}. Controls are known by
   their data-wg. Pages draw their controls anew at any time, so the marks are set again whenever the page has changed. */
(() => {
  const PARTS = {'.wg-seat-known': 'tab:know', '.wg-seat-desk': 'tab:order', '.wg-seat-draft': 'tab:draft'};
  let marked = null, opened = '', scrolled = '', revealed = '', told = '', waiting = false;
  const find = (name) => {
    if (!name) return null;
    const all = [...document.querySelectorAll(`[data-wg="${CSS.escape(name)}"]`)];
    return all.find((each) => each.getClientRects().length) || null;
  };
  const set = (element, name, value) => {
    if (value === null) element.removeAttribute(name); else if (element.getAttribute(name) !== value) element.setAttribute(name, value);
  };
  const clear = (keep) => {
    for (const each of document.querySelectorAll('[data-guide-mark]')) {
      if (each === keep) continue;
      for (const name of ['data-guide', 'data-guide-type', 'data-guide-mark']) each.removeAttribute(name);
    }
  };
  const show = (element) => {
    // only where it is not to be seen whole, and never under the head and the guide
    const box = element.getBoundingClientRect(), low = Math.max(0, ...[...document.querySelectorAll('.wg-head, .wg-guide')].map((each) => each.getBoundingClientRect().bottom));
    if (box.top < low || box.bottom > innerHeight) element.scrollIntoView({block: 'center', behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth'});
  };
  const reveal = (name) => {
    // a narrow page shows one of its parts at a time: turn to the one that holds the control, once a step
    const held = name && document.querySelector(`[data-wg="${CSS.escape(name)}"]`), step = window.wgGuide.step;
    const part = held && Object.keys(PARTS).find((each) => held.closest(each)), tab = part && find(PARTS[part]);
    if (!tab || held.getClientRects().length || revealed === step + name) return;
    revealed = step + name;
    tab.click();
  };
  const look = () => {
    waiting = false;
    const guide = window.wgGuide;
    if (!guide) { clear(null); marked = null; return; }
    const head = document.querySelector('.wg-head'), panel = document.querySelector('.wg-guide');
    if (head && panel) panel.style.top = `${head.offsetHeight}px`;   // it sticks below the head, however high that is
    if (opened !== guide.step) reveal(guide.open);
    if (guide.open && opened !== guide.step) {
      const tab = find(guide.open);
      if (tab) { opened = guide.step; if (tab.getAttribute('aria-selected') !== 'true') tab.click(); }
    }
    reveal(guide.point);
    const target = find(guide.point);
    clear(target); marked = target;
    if (target) {
      set(target, 'data-guide-mark', '1');
      set(target, 'data-guide', guide.mark);
      set(target, 'data-guide-type', guide.mark === 'on' && guide.type ? guide.type : null);
      if (scrolled !== guide.step) { scrolled = guide.step; show(target); }
    }
    const seen = find(guide.shows);
    if (seen && seen.textContent.trim() && told !== guide.step) { told = guide.step; guide.tell({do: guide.told}); }
  };
  const soon = () => { if (!waiting) { waiting = true; requestAnimationFrame(look); } };
  // capture: a page may redraw the control before the click has risen to the document
  document.addEventListener('click', (event) => {
    const guide = window.wgGuide;
    if (!guide || guide.told !== 'clicked' || guide.mark !== 'on') return;
    const hit = event.target.closest && event.target.closest('[data-wg]');
    if (hit && hit.getAttribute('data-wg') === guide.point) guide.tell({do: 'clicked', control: guide.point});
  }, true);
  window.addEventListener('resize', soon);
  // at once: no moment at which the new step is shown and the old control is still marked
  window.addEventListener('wg-guide', () => { const guide = window.wgGuide; if (!guide || guide.step !== told) told = ''; look(); });
  new MutationObserver(() => { if (window.wgGuide || marked) soon(); }).observe(document.body, {childList: true, subtree: true, attributes: true, attributeFilter: ['data-wg', 'class', 'hidden', 'aria-selected', 'style']});
  soon();
})();
