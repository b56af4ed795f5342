import t from 'tap';
import { pageProperties } from '../../src/core/visits/page-view.js';

t.test('of an address only the page and its campaign are kept', async (t) => {
  const url =
    'https://ada:secret@www.acme.example/engines?email=ada%40a.example&utm_source=mail&utm_campaign=+Spring+#t=1';
  t.strictSame(pageProperties({ url, title: ' Engines ', referrer: 'https://search.example/find?q=ada' }), {
    url: 'https://www.acme.example/engines',
    title: 'Engines',
    referrer: 'https://search.example/find',
    utmSource: 'mail',
    utmCampaign: 'Spring',
  });
});

t.test('what is no page is refused, and what cannot be stored is left out', async (t) => {
  for (const url of ['', 'nowhere', '/engines', 'file:///etc/passwd', 'javascript:alert(1)', 'https://'])
    t.equal(pageProperties({ url }), undefined, url);
  const url = `http://a.example/?utm_source=%00&utm_medium=a%0Ab&utm_term=&utm_content=${'x'.repeat(500)}`;
  t.strictSame(pageProperties({ url, title: ' ', referrer: 'android-app://x' }), {
    url: 'http://a.example/',
    utmContent: 'x'.repeat(200),
  });
});
