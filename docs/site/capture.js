/* For pages of any site: records what a visitor views, and fills inputs of forms: the id of the visitor, and the instant at which the form was shown. docs/recipes/forms.md says how to load it. */
(() => {
  const NAME = 'headwater_visitor';
  const page = document;
  const script = page.currentScript;
  const { key, cookie: days, type: pageType } = script.dataset;
  // Storage can be blocked, or have no id yet. The new one then lasts as long as the page.
  let visitorId;
  try {
    visitorId = days ? page.cookie.match(`${NAME}=([\\d-]+)`)[1] : sessionStorage[NAME];
  } catch {}
  visitorId ??= crypto.getRandomValues(new BigUint64Array(2)).join('-');
  try {
    // biome-ignore lint/suspicious/noDocumentCookie: pages without https have no cookie store.
    if (days) page.cookie = `${NAME}=${visitorId};path=/;samesite=lax;max-age=${days * 86400}`;
    else sessionStorage[NAME] = visitorId;
  } catch {}
  /** The JSON of the answer; empty where there is none. */
  const send = (path, rest) =>
    fetch(new URL(`v1/${path}`, script.src), {
      ...rest,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    })
      .then((answer) => answer.json())
      .catch(() => ({}));
  const view = (type = pageType) =>
    send('capture/visitor-events', {
      method: 'POST',
      keepalive: 1,
      body: JSON.stringify({
        visitorId,
        type,
        url: location.href.slice(0, 2000),
        title: page.title.slice(0, 500),
        referrer: page.referrer.slice(0, 2000),
      }),
    });
  const fill = () => {
    for (const input of page.querySelectorAll('[name=visitorId]')) input.value = visitorId;
  };
  const start = async () => {
    fill();
    void view();
    for (const input of page.querySelectorAll('[data-form]'))
      input.value = (await send(`forms/${input.dataset.form}/start`)).stamp;
  };
  // Before the handlers of the page, also for forms that it made later.
  addEventListener('submit', fill, true);
  self.headwater = { visitorId, view };
  if (page.readyState === 'loading') addEventListener('DOMContentLoaded', start);
  else void start();
})();
