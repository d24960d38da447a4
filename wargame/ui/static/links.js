/* Links of numbers lead to the book of the game on the page, in the edition of whoever looks, in a tab of its own.

   Parts write /rulebook#row. On a page of a game the game and the seat of the address are put in; elsewhere whatever
   data-book="?scenario=..." an element around the link says. */
(() => {
  const ofGame = () => {
    const found = /^\/(?:play|review)\/([^/]+)/.exec(location.pathname);
    if (!found) return '';
    const seat = new URLSearchParams(location.search).get('seat');
    return '?game=' + found[1] + (seat ? '&seat=' + encodeURIComponent(seat) : '');
  };
  const lead = (e) => {
    const link = e.target.closest ? e.target.closest('a[href^="/rulebook#"]') : null;
    if (!link) return;
    const box = link.closest('[data-book]'), asked = box ? box.dataset.book : ofGame();
    link.setAttribute('href', '/rulebook' + asked + link.getAttribute('href').slice('/rulebook'.length));
    link.target = 'wg-rulebook';
  };
  for (const event of ['pointerdown', 'focusin', 'click']) document.addEventListener(event, lead, true);
})();
