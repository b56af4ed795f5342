/** Finds the objects of a JSON text that comes in pieces, without parsing them. */

export interface ObjectText {
  text: string;
  fault?: string | undefined;
}

const LONGEST = 1_048_576;
const TOO_LONG = `The object has more than ${LONGEST.toLocaleString('en-US')} characters.`;
const CUT = 'The object is not complete.';
const STRAY = 'There is text between the objects.';

/** Objects of an array, or objects one after the other; with `lines` each line is one, so that a broken line costs itself only. */
export function startObjects(lines: boolean) {
  return lines ? startLines() : startNested();
}

function startLines() {
  let rest = '';
  let skipping = false;
  const filled = (parts: string[]): ObjectText[] =>
    parts.filter((line) => line.trim() !== '').map((text) => ({ text }));
  return {
    push(piece: string): ObjectText[] {
      const parts = (rest + piece).split('\n');
      rest = parts.pop() ?? '';
      if (skipping && parts.length > 0) {
        parts.shift();
        skipping = false;
      }
      const found = filled(parts);
      if (skipping) rest = '';
      else if (rest.length > LONGEST) {
        found.push({ text: rest.slice(0, LONGEST), fault: TOO_LONG });
        rest = '';
        skipping = true;
      }
      return found;
    },
    end: (): ObjectText[] => (skipping ? [] : filled([rest])),
  };
}

const [QUOTE, BACKSLASH, OPEN, CLOSE, OPEN_LIST, CLOSE_LIST] = [0x22, 0x5c, 0x7b, 0x7d, 0x5b, 0x5d];

function startNested() {
  let text = '';
  let at = 0;
  let start = -1;
  let depth = 0;
  let inString = false;
  let ended = false;
  let tooLong = false;
  let stray = false;

  function scan(found: ObjectText[]): void {
    for (; at < text.length && !ended; at++) {
      const code = text.charCodeAt(at);
      if (inString) {
        if (code === BACKSLASH) at++;
        else if (code === QUOTE) inString = false;
      } else if (code === QUOTE) inString = depth > 0;
      else if (code === OPEN || code === OPEN_LIST) {
        if (depth === 0) start = at;
        depth++;
      } else if (code === CLOSE || code === CLOSE_LIST) {
        if (depth === 0) ended = code === CLOSE_LIST;
        else if (--depth === 0) close(found);
      } else if (depth === 0 && code > 0x20 && code !== 0x2c && !stray) {
        stray = true;
        found.push({ text: text.slice(at, at + 100), fault: STRAY });
      }
    }
  }

  function close(found: ObjectText[]): void {
    if (!tooLong) found.push({ text: text.slice(start, at + 1) });
    stray = false;
    tooLong = false;
    start = -1;
  }

  return {
    push(piece: string): ObjectText[] {
      const found: ObjectText[] = [];
      if (ended) return found;
      const kept = start < 0 || tooLong ? text.slice(Math.min(at, text.length)) : text.slice(start);
      at = start < 0 || tooLong ? Math.max(0, at - text.length) : at - start;
      if (start >= 0) start = 0;
      text = kept + piece;
      scan(found);
      if (start >= 0 && !tooLong && text.length - start > LONGEST) {
        tooLong = true;
        found.push({ text: text.slice(start, start + LONGEST), fault: TOO_LONG });
      }
      return found;
    },
    end: (): ObjectText[] => (depth > 0 && !tooLong ? [{ text: text.slice(start), fault: CUT }] : []),
  };
}
