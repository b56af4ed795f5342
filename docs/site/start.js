/* Puts Scalar in the place of the plain operations. Nothing here or in Scalar contacts another server. */
/* The build puts the hash of the document into its address: a cache never serves the document of another version. */
const DOCUMENT_URL = '/openapi.json';
const KEY = 'headwater-api-key';
const still = document.getElementById('static');
const tagSlug = ({ name }) => (name ?? '').toLowerCase().replaceAll(' ', '-');
let auth;

/** Scalar takes over where the reader is. The log has the times, for measurements. */
const takeOver = () => {
  const top = still.getBoundingClientRect().top + 20;
  const here = [...still.querySelectorAll('article')].find((one) => one.getBoundingClientRect().bottom > top);
  const moved = still.scrollTop > 0 && here !== undefined && decodeURIComponent(location.hash) !== `#${here.id}`;
  if (moved) location.hash = here.id;
  requestAnimationFrame(() => requestAnimationFrame(showScalar));
};
const showScalar = () => {
  still.remove();
  const [paint] = performance.getEntriesByName('first-contentful-paint');
  console.info(
    `first operation after ${Math.round(paint?.startTime)} ms, Scalar after ${Math.round(performance.now())} ms`,
  );
};

/** The session of the tab keeps the key; nothing keeps it longer. */
const keepKey = () => {
  const secrets = auth?.export() ?? {};
  for (const { secrets: schemes } of Object.values(secrets)) {
    const token = schemes?.apiKey?.['x-scalar-secret-token'];
    if (typeof token === 'string') sessionStorage.setItem(KEY, token);
  }
};
const keeper = () => ({
  name: 'headwater-session',
  extensions: [],
  hooks: {
    onInit: (context) => {
      auth = context.auth;
    },
  },
});
addEventListener('pagehide', keepKey);

/** Samples are shown in curl, fetch (JavaScript and TypeScript), Python and Go. */
const featuredClients = ['shell/curl', 'js/fetch', 'python/requests', 'go/native'];
const hiddenClients = Object.fromEntries(
  'c clojure csharp dart fsharp http java julia kotlin node objc ocaml php powershell r ruby rust swift'
    .split(' ')
    .map((language) => [language, true]),
);
hiddenClients.shell = ['wget', 'httpie'];
hiddenClients.js = ['axios', 'ofetch', 'jquery', 'xhr'];
hiddenClients.python = ['python3', 'aiohttp', 'httpx_sync', 'httpx_async'];

Scalar.createApiReference('#scalar', {
  url: DOCUMENT_URL,
  theme: 'default',
  layout: 'modern',
  withDefaultFonts: false,
  telemetry: false,
  agent: { disabled: true },
  mcp: { disabled: true },
  showDeveloperTools: 'never',
  hideClientButton: true,
  persistAuth: false,
  documentDownloadType: 'direct',
  operationTitleSource: 'summary',
  showOperationId: true,
  hideModels: true,
  defaultHttpClient: { targetKey: 'shell', clientKey: 'curl' },
  featuredClients,
  hiddenClients,
  authentication: {
    preferredSecurityScheme: 'apiKey',
    securitySchemes: { apiKey: { token: sessionStorage.getItem(KEY) ?? '' } },
  },
  generateTagSlug: tagSlug,
  generateOperationSlug: ({ operationId, method, path }) => operationId ?? `${method}${path}`,
  plugins: [keeper],
  onLoaded: takeOver,
});
