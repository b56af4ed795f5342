/* For pages of any site: records what a visitor views, and puts the id of the visitor into forms. docs/recipes/forms.md says how to load it. */
(() => {
  const NAME = 'headwater_visitor';
  const script = document.currentScript;
  const { key, cookie: days, type: pageType } = script.dataset;
  const events = new URL('v1/capture/visitor-events', script.src);
  // Storage can be blocked. The id then lasts as long as the page.
  let visitorId;
  try {
    visitorId = days ? document.cookie.match(`\\b${NAME}=([\\d-]+)`)?.[1] : sessionStorage[NAME];
  } catch {}
  visitorId ??= crypto.getRandomValues(new BigUint64Array(2)).join('-');
  try {
    // biome-ignore lint/suspicious/noDocumentCookie: pages without https have no cookie store.
    if (days) document.cookie = `${NAME}=${visitorId};path=/;samesite=lax;max-age=${days * 86400}`;
    else sessionStorage[NAME] = visitorId;
  } catch {}
  const view = (type = pageType) => {
    fetch(events, {
      method: 'POST',
      keepalive: true,
      credentials: 'omit',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        visitorId,
        type,
        url: location.href.slice(0, 2000),
        title: document.title.slice(0, 500),
        referrer: document.referrer.slice(0, 2000),
      }),
    }).catch(() => {});
  };
  const fill = () => {
    for (const input of document.querySelectorAll('input[name=visitorId]')) input.value = visitorId;
  };
  const start = () => {
    fill();
    view();
  };
  // Before the handlers of the page, also for forms that it made later.
  addEventListener('submit', fill, true);
  window.headwater = { visitorId, view };
  if (document.readyState === 'loading') addEventListener('DOMContentLoaded', start);
  else start();
})();
