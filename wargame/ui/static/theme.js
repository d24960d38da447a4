/* Light or dark on pages without Solara: what the person chose on any page, else what the machine says. */
(() => {
  const asked = window.matchMedia('(prefers-color-scheme: dark)');
  const apply = () => {
    let kept = null;
    try { kept = localStorage.getItem('wg-theme'); } catch (e) { /* private mode */ }
    document.documentElement.dataset.theme = kept || (asked.matches ? 'dark' : 'light');
  };
  asked.addEventListener('change', apply);
  window.addEventListener('storage', apply);
  apply();
})();
