// Before anything is painted: the theme that was chosen, else the system's.
(() => {
  const system = matchMedia('(prefers-color-scheme: dark)');
  const chosen = () => /(?:^|; )theme=(dark|light)/.exec(document.cookie)?.[1];
  const apply = () => document.documentElement.setAttribute('data-theme', chosen() ?? (system.matches ? 'dark' : 'light'));
  window.pageTheme = { apply };
  system.addEventListener('change', apply);
  apply();
})();
