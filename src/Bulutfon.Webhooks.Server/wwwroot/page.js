// What the page does without asking the server: clocks, the title, copying, theme, language, and coming back after a cut.
(() => {
  const year = 'path=/; max-age=31536000; samesite=strict';
  const two = number => String(number).padStart(2, '0');
  const daysMark = document.documentElement.lang === 'tr' ? ' gün ' : 'd ';
  const text = seconds => {
    const days = Math.floor(seconds / 86400), hours = Math.floor(seconds / 3600) % 24, minutes = Math.floor(seconds / 60) % 60, rest = seconds % 60;
    return (days > 0 ? days + daysMark : '') + (days > 0 || hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`);
  };

  // As a spreadsheet takes it.
  const asText = table => [...table.rows].map(row => [...row.cells].map(cell => cell.innerText.trim()).join('\t')).join('\n');

  const show = clocks => {
    for (const clock of clocks) {
      const shown = text(Math.max(0, Math.floor((Date.now() - clock.dataset.since) / 1000)));
      if (clock.textContent !== shown) clock.textContent = shown;
    }
    const title = document.querySelector('[data-title]')?.dataset.title;
    if (title && document.title !== title) document.title = title;
  };
  const tick = () => show(document.querySelectorAll('[data-since]'));
  setInterval(tick, 500);
  // What has just come has no time yet; the others go on by themselves.
  new MutationObserver(() => show(document.querySelectorAll('[data-since]:empty'))).observe(document.body, { childList: true, subtree: true });
  tick();

  document.addEventListener('click', async event => {
    const button = event.target.closest?.('[data-copy], [data-copy-table], [data-theme-switch], [data-language]');
    if (!button) return;
    if ('copy' in button.dataset || 'copyTable' in button.dataset) {
      await navigator.clipboard?.writeText(button.dataset.copy ?? asText(button.closest('section').querySelector('table')));
      button.classList.add('copied');
      setTimeout(() => button.classList.remove('copied'), 1200);
    } else if ('themeSwitch' in button.dataset) {
      const next = document.documentElement.getAttribute('data-theme') === 'dark' ? 'light' : 'dark';
      document.cookie = `theme=${next}; ${year}`;
      window.pageTheme.apply();
    } else {
      const language = button.dataset.language;
      document.cookie = `.AspNetCore.Culture=${encodeURIComponent(`c=${language}|uic=${language}`)}; ${year}`;
      location.reload();
    }
  });

  // On a narrow screen the bar is wider than it: what is open is not to be out of sight.
  const showActive = () => document.querySelector('header.bar a.active')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  showActive();

  // Saved filters: the part of the address behind the question mark, under a name, in this browser.
  const filters = {
    read: () => { try { return JSON.parse(localStorage.getItem('filters')) ?? {}; } catch { return {}; } },
    write: saved => { localStorage.setItem('filters', JSON.stringify(saved)); filters.show(); },
    show: () => {
      for (const menu of document.querySelectorAll('[data-saved-filters]')) {
        menu.querySelector('ul').replaceChildren(...Object.entries(filters.read()).map(([name, query]) => {
          const [item, link, remove] = ['li', 'a', 'button'].map(tag => document.createElement(tag));
          link.href = location.pathname + query;
          link.textContent = name;
          Object.assign(remove, { type: 'button', className: 'plain', textContent: '✕', ariaLabel: menu.dataset.remove.replace('{0}', name) });
          remove.addEventListener('click', () => { const { [name]: gone, ...rest } = filters.read(); filters.write(rest); });
          item.append(link, remove);
          return item;
        }));
      }
    },
  };
  document.addEventListener('submit', event => {
    if (!event.target.closest('[data-saved-filters]')) return;
    event.preventDefault();
    const name = event.target.querySelector('input'), query = new URLSearchParams(location.search);
    query.delete('cursor');
    for (const [key, value] of [...query]) if (value === '') query.delete(key);
    filters.write({ ...filters.read(), [name.value.trim()]: query.size > 0 ? '?' + query : '' });
    name.value = '';
  });
  filters.show();

  // After a restart the server knows nothing of this page: load it anew, as soon as it answers.
  const reloadWhenBack = async () => {
    for (;;) {
      try {
        if ((await fetch('/health/live', { cache: 'no-store' })).ok) return location.reload();
      } catch { /* not yet */ }
      await new Promise(resolve => setTimeout(resolve, 1000));
    }
  };
  document.getElementById('components-reconnect-modal')?.addEventListener('components-reconnect-state-changed', event => {
    if (event.detail.state === 'failed' || event.detail.state === 'rejected') reloadWhenBack();
  });
  document.querySelector('#blazor-error-ui .reload')?.addEventListener('click', () => location.reload());

  Blazor.start({
    circuit: { reconnectionOptions: { maxRetries: 100000, retryIntervalMilliseconds: attempt => Math.min(200 * 2 ** attempt, 3000) } },
  }).then(() => Blazor.addEventListener('enhancedload', () => { window.pageTheme.apply(); filters.show(); showActive(); tick(); }));
})();
