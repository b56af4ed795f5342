import { DOCUMENT_30, type Generator, type Tool } from './generator.js';

const CARGO: Tool = { program: 'cargo', install: 'https://rustup.rs' };
const PROGENITOR: Tool = { program: 'cargo-progenitor', install: 'cargo install cargo-progenitor@0.15.1 --locked' };

/**
 * progenitor takes OpenAPI 3.0, and reads no body of `application/problem+json`: the journey reads the bytes as `Problem`.
 * The builder interface names the parameters; the positional one has 28 of them in `list_leads`.
 */
export const RUST_GENERATORS: readonly Generator[] = [
  {
    name: 'Rust, progenitor',
    tools: [CARGO, PROGENITOR],
    source: 'rust',
    target: '.',
    prepare: () => [
      {
        name: 'generate',
        command: 'cargo-progenitor',
        args: [
          'progenitor',
          ...['--input', DOCUMENT_30, '--output', 'client', '--interface', 'builder'],
          ...['--name', 'headwater-client', '--version', '0.1.0'],
        ],
      },
      { name: 'compile', command: 'cargo', args: ['build', '--quiet'] },
    ],
    journey: () => ({ command: 'target/debug/journey', args: [] }),
    version: { command: 'grep', args: ['progenitor-client', 'client/Cargo.toml'] },
  },
];
