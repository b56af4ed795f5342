export default {
  headwater: {
    input: process.env.HEADWATER_DOCUMENT,
    output: {
      target: 'client.ts',
      client: 'fetch',
      // Base address and key are not in the document: the mutator adds them.
      override: { mutator: { path: './send.ts', name: 'send' } },
    },
  },
};
