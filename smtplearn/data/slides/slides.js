(() => {
  // One key goes on: it uncovers what is still hidden, then scrolls a slide that is too high, then turns the page.
  const slide = () => Reveal.getCurrentSlide();
  const left = (part, down) => down ? part.scrollHeight - part.clientHeight - part.scrollTop : part.scrollTop;
  const scrolls = down => {
    const part = slide();
    const by = left(part, down);
    if (by < 4) { return false; }
    part.scrollBy({ top: (down ? 1 : -1) * Math.min(by, part.clientHeight * 0.8) });
    return true;
  };
  const onward = () => { if (Reveal.availableFragments().next || !scrolls(true)) { Reveal.next(); } };
  const back = () => { if (!scrolls(false)) { Reveal.prev(); } };
  const keyboard = {};
  for (const key of [32, 34, 39, 40, 78]) { keyboard[key] = onward; }  // space, page down, right, down, N
  for (const key of [33, 37, 38, 80]) { keyboard[key] = back; }  // page up, left, up, P
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const mark = () => {
    const hidden = Reveal.availableFragments().next;
    document.querySelector('.reveal').classList.toggle('more', !hidden && slide() && left(slide(), true) >= 4);
  };
  for (const name of ['ready', 'slidechanged', 'fragmentshown', 'fragmenthidden']) { Reveal.on(name, mark); }
  document.addEventListener('scroll', mark, true);
  Reveal.on('fragmentshown', event => event.fragment.scrollIntoView({ block: 'nearest' }));
  Reveal.on('slidechanged', event => { event.currentSlide.scrollTop = 0; });
  Reveal.initialize({
    width: 1280, height: 720, margin: 0.03, center: false, hash: true, slideNumber: 'c/t', keyboard,
    navigationMode: 'linear', transition: still ? 'none' : 'slide', scrollActivationWidth: null,
    plugins: [RevealNotes],
  });
})();
