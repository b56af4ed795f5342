import t from 'tap';
import { checkDriver, DRIVER_VERSION } from '../../src/db/driver.js';
import { StartError } from '../../src/db/start-error.js';

t.test('the installed driver is the one that the statements were written for', async (t) => {
  t.doesNotThrow(() => checkDriver());
});

t.test('another version of the driver is refused with what to do', async (t) => {
  for (const version of ['8.23.2', '9.0.0', '']) {
    t.throws(() => checkDriver(version), { name: StartError.name, message: /npm ci/ }, version);
    t.throws(() => checkDriver(version), { message: new RegExp(DRIVER_VERSION.replaceAll('.', '\\.')) }, version);
  }
});
