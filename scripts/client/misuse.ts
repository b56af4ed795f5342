export { Misuse, Obstacle, runCommand } from '../../src/command.js';
